namespace HtmxFlows.Tests.Browser;

/// <summary>Scripts that the tests evaluate in a page through DevTools, past the page's content security policy.</summary>
static class Scripts
{
    public const string ReportPolicyViolations =
        "document.addEventListener('securitypolicyviolation', e => console.error(`policy ${e.violatedDirective} broken by ${e.blockedURI} ${e.sample}`));";

    /// <summary>The parts of a run's page that the stream changes.</summary>
    public const string RunView =
        "() => ['title', '#earlier', '#log', '#now', '#panel', '#timeline', '.picture'].map(part => document.querySelectorAll(part)).map(all => all.length + [...all].map(one => one.outerHTML).join('')).join('\\n')";

    /// <summary>Records every state of a run page in <c>window.seen</c>, also while the page loads and a node may be incomplete.</summary>
    public const string Watch =
        """
        window.seen = [];
        const look = () => {
          if (!document.querySelector('#panel')) return;
          const now = {
            run: document.querySelector('#panel .run-status')?.dataset.status,
            done: document.querySelector('#panel progress')?.value,
            entries: document.querySelectorAll('#log > .entry').length,
            nodes: Object.fromEntries([...document.querySelectorAll('.picture .node:has(.label)')].map(node => [node.querySelector('.label').textContent, node.querySelector('.state')?.dataset.status])),
          };
          const text = JSON.stringify(now);
          if (text !== window.seen.at(-1)) window.seen.push(text);
        };
        new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    /// <summary>Records in <c>window.blocked</c> how many milliseconds each task blocked the page.</summary>
    public const string WatchBlocking =
        "window.blocked = []; new PerformanceObserver(list => window.blocked.push(...list.getEntries().map(task => task.duration))).observe({ type: 'longtask', buffered: true });";

    /// <summary>Whether the focused element matches a selector, and its name has that prefix.</summary>
    public const string FocusIsNamed =
        """
        ([selector, name]) => {
          const at = document.activeElement;
          return at.matches(selector) && (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).replace(/\s+/g, ' ').trim().startsWith(name);
        }
        """;

    /// <summary>Sets the animations of an element to that many milliseconds after their start.</summary>
    public const string Wait = "(element, time) => element.getAnimations().forEach(animation => { animation.currentTime = time; })";

    public const string Blocked = "() => window.blocked";

    /// <summary>The protocol of the page's response, in the browser's words.</summary>
    public const string Protocol = "() => performance.getEntriesByType('navigation')[0].nextHopProtocol";

    public const string Seen = "() => window.seen";

    /// <summary>The focused element: its name, and whether the focus is visible.</summary>
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
        () => [document.body, ...document.querySelectorAll('.message, .step .who')].slice(0, 3)
          .map(element => getComputedStyle(element)).map(style => [style.font, style.color, style.backgroundColor, style.borderColor].join()).join('; ')
        """;

    /// <summary>The violations that axe finds, a line for each element. The page needs the script of axe.</summary>
    public const string FindViolations =
        $$"""
        () => {
          // What sticks to an edge covers targets that are scrolled under it, and only for now.
          for (const bar of document.querySelectorAll('.panel-head, .panel-foot')) bar.style.position = 'static';
          return axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then({{AxeLines}});
        }
        """;

    /// <summary>The violations of the contrast of text alone.</summary>
    public const string FindFaintText = $"() => axe.run(document, {{ resultTypes: ['violations'], runOnly: ['color-contrast'] }}).then({AxeLines})";

    const string AxeLines = "found => found.violations.flatMap(violation => violation.nodes.map(node => `${violation.id}: ${violation.help}: ${node.html}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))";

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
