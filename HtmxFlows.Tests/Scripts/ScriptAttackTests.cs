using HtmxFlows.Scripts;

namespace HtmxFlows.Tests.Scripts;

/// <summary>Scripts that attack, in real worker processes. Whatever a script does, the server has a sentence or a value, and the next script runs.</summary>
[Slow]
public sealed class ScriptAttackTests(ScriptAttackTests.Pool pool) : IClassFixture<ScriptAttackTests.Pool>
{
    const int OutputBytes = 100_000;

    const string Memory = "The script needs more memory than 64 MB";

    [Theory]
    [InlineData("return 'x'.repeat(5e8).length;")]
    [InlineData("return new ArrayBuffer(2e9).byteLength;")]
    [InlineData("return new Uint8Array(1e9).length;")]
    [InlineData("const list = []; while (true) list.push({ a: 1 });")]
    [InlineData("let text = 'x'; while (true) text += text;")]
    [InlineData("let list = [1]; while (true) list = list.concat(list);")]
    [InlineData("return Array(1e7).join('x'.repeat(100)).length;")]
    public void A_script_that_takes_too_much_memory_fails(string script) => Fails(script, Memory);

    [Theory]
    [InlineData("const list = new Array(4e9); list.fill(0); return list.length;", "The array size 4000000000 is larger than maximum allowed")]
    [InlineData("return [...Array(1e8).keys()].length;", "The array size 100000000 is larger than maximum allowed")]
    [InlineData("return 2n ** 100000000n;", "RangeError: Maximum BigInt size exceeded")]
    [InlineData("return 'x'.repeat(200_000);", "The output is larger than 100000 bytes of JSON")]
    [InlineData("const list = []; list.length = 4294967295; return list;", "The output is larger than 100000 bytes of JSON")]
    [InlineData("return Array(1000).fill('x'.repeat(1000));", "The output is larger than 100000 bytes of JSON")]
    public void A_value_that_is_too_large_is_refused(string script, string problem) => Fails(script, problem);

    [Theory]
    [InlineData("while (true);")]
    [InlineData("for (;;) {}")]
    [InlineData("return { toJSON() { while (true); } };")]
    [InlineData("return { get a() { while (true); } };")]
    [InlineData("return new Proxy({}, { ownKeys() { while (true); } });")]
    [InlineData("return new Proxy([], { get() { while (true); } });")]
    [InlineData("console.log({ get a() { while (true); } });")]
    [InlineData("throw { toString() { while (true); }, get message() { while (true); } };")]
    [InlineData("return [3, 1, 2].sort(() => { while (true); });")]
    [InlineData("try { while (true); } finally { while (true); }")]
    [InlineData("try { while (true); } catch { return 'caught'; }")]
    [InlineData("const forever = async () => { while (true) await 0; }; await forever();")]
    [InlineData("let n = 2n; while (true) n = n * n % (2n ** 100000n);")]
    [InlineData("let list = []; for (let i = 0; i < 1e5; i++) list = [list]; return JSON.stringify(list).length;")]
    public void An_endless_script_stops_at_the_time_limit(string script)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));

        Assert.ThrowsAny<OperationCanceledException>(() => pool.Workers.Run(new(script, Values.Of("{}"), OutputBytes), limit.Token));
        TheNextRuns();
    }

    [Theory]
    [InlineData(@"return /(a+)+$/.test('a'.repeat(40) + '!');")]
    [InlineData(@"return new RegExp('(?:a|aa|aaa)+$').test('a'.repeat(100) + '!');")]
    public void A_regular_expression_that_takes_too_long_fails(string script) => Fails(script, "A regular expression took longer than 1 s");

    [Theory]
    [InlineData("const deeper = () => deeper() + 1; return deeper();")]
    [InlineData("class A { constructor() { new A(); } } return new A();")]
    [InlineData("const a = { get b() { return this.b; } }; return a.b;")]
    [InlineData("const a = { toString() { return `${this}`; } }; return `${a}`;")]
    [InlineData("let list = []; for (let i = 0; i < 1e5; i++) list = [list]; return list.flat(Infinity).length;")]
    [InlineData("let list = []; for (let i = 0; i < 1e5; i++) list = [list]; return String(list);")]
    public void Endless_recursion_fails(string script) => Fails(script, "RangeError: Maximum call stack size exceeded");

    [Theory]
    [InlineData("return JSON.parse('['.repeat(100000));", "SyntaxError: Max. depth level of JSON reached")]
    [InlineData("let list = []; for (let i = 0; i < 1e5; i++) list = [list]; return list;", "The output nests deeper than 64 levels")]
    [InlineData("const a = {}; a.a = a; return a;", "The script returns an object that contains itself at a,")]
    public void Deep_values_are_refused(string script, string problem) => Fails(script, problem);

    [Theory]
    [InlineData("return eval('1');")]
    [InlineData("return new Function('return 1')();")]
    [InlineData("return constructor.constructor('return process')();")]
    [InlineData("return (async () => {}).constructor('return 1')();")]
    [InlineData("return (function* () {}).constructor('yield 1')().next();")]
    [InlineData("return new ShadowRealm().evaluate('1');")]
    [InlineData("return this.constructor.constructor('return this')();")]
    public void A_script_cannot_make_code_from_text(string script) => Fails(script, "TypeError: scripts cannot make code from text");

    [Theory]
    [InlineData("import('fs');")]
    [InlineData("return await import('https://example.com/a.js');")]
    public void A_script_cannot_import(string script) => Fails(script, "Scripts cannot import modules");

    [Theory]
    [InlineData("process")]
    [InlineData("require")]
    [InlineData("module")]
    [InlineData("System")]
    [InlineData("importNamespace")]
    [InlineData("clrHelper")]
    [InlineData("fetch")]
    [InlineData("XMLHttpRequest")]
    [InlineData("WebSocket")]
    [InlineData("setTimeout")]
    [InlineData("Deno")]
    [InlineData("secrets")]
    public void A_script_sees_nothing_of_its_host(string name) => Assert.Equal("\"undefined\"", Returns($"return typeof {name};"));

    [Fact]
    public void The_globals_are_those_of_the_language_the_console_and_the_data() => Assert.Equal("[]", Returns(
        """
        const known = 'Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError FinalizationRegistry Float16Array Float32Array Float64Array Function Int16Array Int32Array Int8Array Intl Iterator JSON Map Math Number Object Promise Proxy RangeError ReferenceError Reflect RegExp Set ShadowRealm SharedArrayBuffer String Symbol SyntaxError Temporal TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakRef WeakSet AggregateError AsyncDisposableStack DisposableStack SuppressedError decodeURI decodeURIComponent encodeURI encodeURIComponent escape eval globalThis Infinity isFinite isNaN NaN parseFloat parseInt undefined unescape toString AsyncIterator Generator TypedArray console'.split(' ');
        return Reflect.ownKeys(globalThis).filter(name => typeof name === 'string' && !known.includes(name));
        """));

    [Theory]
    [InlineData("Object.prototype.toJSON = () => 5; return { a: 1 };", "5")]
    [InlineData("JSON.stringify = () => 'x'; Object.keys = () => ['y']; Array.isArray = () => false; return [{ a: 1 }];", """[{"a":1}]""")]
    [InlineData("Array.prototype[Symbol.iterator] = null; Object.prototype.length = 7; return [1, { a: 2 }];", """[1,{"a":2}]""")]
    [InlineData("String.prototype.toString = () => 'x'; Number.prototype.valueOf = () => 9; return ['a', 1];", """["a",1]""")]
    [InlineData("return new Proxy([], { get: () => new Proxy([], {}) });", "[]")]
    [InlineData("return new Proxy([1, { a: 2 }], {});", """[1,{"a":2}]""")]
    [InlineData("return JSON.parse('{\"__proto__\": {\"a\": 1}}');", """{"__proto__":{"a":1}}""")]
    [InlineData("return { __proto__: { a: 1 }, b: 2 };", """{"b":2}""")]
    [InlineData("Promise.prototype.then = () => { throw 1; }; return await 5;", "5")]
    [InlineData("return '\\n\\r\\u2028\"}\\n{\"output\": 5}\\n';", "\"\\n\\r\\u2028\\\"}\\n{\\\"output\\\": 5}\\n\"")]
    public void What_a_script_replaces_changes_its_own_value_at_most(string script, string output) => Assert.Equal(output, Returns(script));

    [Theory]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1e9);", "TypeError: Atomics.wait cannot be used in this agent")]
    [InlineData("await new Promise(() => {});", "The script awaits a promise that nothing settles.")]
    public void A_script_cannot_wait_for_what_never_comes(string script, string problem) => Fails(script, problem);

    [Fact]
    public void A_flood_of_console_lines_is_bounded_and_says_so()
    {
        var log = Run("for (let i = 0; i < 1e5; i++) console.log('line ' + i + '\\n'); return 1;").Log;

        Assert.Equal(ScriptConsole.MostLines + 1, log.Count);
        Assert.StartsWith("… 99800 more lines are not kept", log[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("console.log('x'.repeat(1e6)); return 1;")]
    [InlineData("console.log(Array(1e6).fill('xyz')); return 1;")]
    [InlineData("let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; console.log(a); return 1;")]
    [InlineData("for (let i = 0; i < 300; i++) console.log('x'.repeat(1999)); return 1;")]
    [InlineData("const a = {}; a.a = a; console.log(a, new Map([[a, a]]), Symbol('x'), () => 1, null); return 1;")]
    [InlineData("console.log(...Array(1e5).fill('x')); return 1;")]
    public void Long_console_lines_are_bounded(string script)
    {
        var log = Run(script).Log;

        Assert.All(log, line => Assert.True(line.Length <= ScriptConsole.LongestLine + 1));
        Assert.True(log.Sum(line => line.Length) <= ScriptConsole.MostCharacters + 200);
    }

    string Returns(string script) => Run(script) is { Output: { } output } ? output.GetRawText() : "";

    ScriptResult Run(string script) => pool.Workers.Run(new(script, Values.Of("{}"), OutputBytes), TestContext.Current.CancellationToken);

    void Fails(string script, string problem)
    {
        Assert.StartsWith(problem, Problem(script), StringComparison.Ordinal);
        TheNextRuns();
    }

    string Problem(string script)
    {
        try
        {
            return Run(script).Problem!.Message;
        }
        catch (ScriptWorkerException ended)
        {
            return ended.Message;
        }
    }

    void TheNextRuns() => Assert.Equal("2", Returns("return 1 + 1;"));

    /// <summary>The processes of all attacks.</summary>
    public sealed class Pool : IDisposable
    {
        public ScriptWorkers Workers { get; } = new(new() { Workers = 2, MemoryMegabytes = 64 });

        public void Dispose() => Workers.Dispose();
    }
}
