namespace HtmxFlows.Tests.Browser;

/// <summary>What the tests have a page tell. They come in beside the page, by the browser's own door, so its policy does not hold them up.</summary>
static class Scripts
{
    public const string ReportPolicyViolations =
        "document.addEventListener('securitypolicyviolation', e => console.error(`policy ${e.violatedDirective} broken by ${e.blockedURI} ${e.sample}`));";

    /// <summary>The parts of a run's page that the stream changes.</summary>
    public const string RunView =
        "() => ['#earlier', '#log', '#panel', '#timeline', '.picture'].map(part => document.querySelectorAll(part)).map(all => all.length + [...all].map(one => one.outerHTML).join('')).join('\\n')";

    /// <summary>Notes in <c>window.seen</c> every state through which the page of a run goes. It looks while the page is still read too, where a node may have come half.</summary>
    public const string Watch =
        """
        window.seen = [];
        const look = () => {
          if (!document.querySelector('#panel')) return;
          const now = {
            run: document.querySelector('#panel .run-status')?.dataset.status,
            done: document.querySelector('#panel progress')?.value,
            entries: document.querySelectorAll('#log > .entry').length,
            nodes: Object.fromEntries([...document.querySelectorAll('.picture .node:has(.label)')].map(node => [node.querySelector('.label').textContent, node.dataset.status])),
          };
          const text = JSON.stringify(now);
          if (text !== window.seen.at(-1)) window.seen.push(text);
        };
        new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    /// <summary>Notes in <c>window.blocked</c> for how many milliseconds each task held the page up.</summary>
    public const string WatchBlocking =
        "window.blocked = []; new PerformanceObserver(list => window.blocked.push(...list.getEntries().map(task => task.duration))).observe({ type: 'longtask', buffered: true });";

    /// <summary>Whether what has the focus is such an element, and has a name that begins so.</summary>
    public const string FocusIsNamed =
        """
        ([selector, name]) => {
          const at = document.activeElement;
          return at.matches(selector) && (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).replace(/\s+/g, ' ').trim().startsWith(name);
        }
        """;

    /// <summary>Puts the clock of an element's animation so many milliseconds after its beginning.</summary>
    public const string Wait = "(element, time) => element.getAnimations().forEach(animation => { animation.currentTime = time; })";

    public const string Blocked = "() => window.blocked";

    /// <summary>The protocol by which the page came, as browsers name it.</summary>
    public const string Protocol = "() => performance.getEntriesByType('navigation')[0].nextHopProtocol";

    public const string Seen = "() => window.seen";

    /// <summary>The element that has the focus: what it is called, and whether a person can see that it has it.</summary>
    public const string Focus =
        """
        () => {
          const element = document.activeElement, box = element.getBoundingClientRect(), style = getComputedStyle(element);
          const name = element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent;
          return {
            name: name.trim().replace(/\s+/g, ' '),
            tag: element.tagName.toLowerCase(),
            isOutlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            isInView: box.width > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
          };
        }
        """;

    /// <summary>By how many pixels the page is wider than the window.</summary>
    public const string Overflow = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth";

    /// <summary>Letters and colours: of the page, of an answer and of its frame.</summary>
    public const string Look =
        """
        () => [document.body, ...document.querySelectorAll('.node-completed .message, .node-completed .who')].slice(0, 3)
          .map(element => getComputedStyle(element)).map(style => [style.font, style.color, style.backgroundColor, style.borderColor].join()).join('; ')
        """;

    /// <summary>What axe reports, a line for each element. The page must have got its script.</summary>
    public const string FindViolations = $"() => axe.run(document, {{ resultTypes: ['violations'] }}).then({AxeLines})";

    /// <summary>The same for the contrast of text alone.</summary>
    public const string FindFaintText = $"() => axe.run(document, {{ resultTypes: ['violations'], runOnly: ['color-contrast'] }}).then({AxeLines})";

    const string AxeLines = "found => found.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${violation.help}: ${node.html}`))";

    /// <summary>The lightness of what lies behind the text, from 0 to 1.</summary>
    public const string Lightness =
        """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d');
          canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
          canvas.fillRect(0, 0, 1, 1);
          const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
          return (red + green + blue) / 765;
        }
        """;
}
