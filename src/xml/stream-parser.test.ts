/** RFC 6120 §4.3, §11: what a stream may consist of, and when it ends. */
import { describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import type { StreamError } from "../stream-error.ts";
import { print } from "./print.ts";
import { StreamParser } from "./stream-parser.ts";
import { bytesOf, eventsAfterHeader, eventsOf, HEADER, LIMITS, piecesOf } from "./testing.ts";

describe("§11.1: an entity MUST NOT send features of XML that are restricted", () => {
  const restricted = {
    "a comment": "<!-- a -->",
    "a comment in a stanza": "<message><!-- a --></message>",
    "an endless comment": "<!-",
    "a document type": "<!DOCTYPE a>",
    "an entity declaration": "<!ENTITY a 'b'>",
    "a processing instruction": "<?php 1 ?>",
    "an endless processing instruction": "<?",
    "a second XML declaration": "<?xml version='1.0'?>",
    "an entity": "<message>&nbsp;</message>",
    "an entity in an attribute": "<message a='&a;'/>",
  };
  for (const [name, text] of Object.entries(restricted)) {
    test(`${name} is restricted-xml`, () => expect(eventsAfterHeader(text)).toEqual(["! restricted-xml"]));
  }
  test("a document type before the header is restricted-xml", () => {
    expect(eventsOf([bytesOf("<!DOCTYPE a []><a/>")])).toEqual(["! restricted-xml"]);
  });
  test("a processing instruction in place of the declaration is restricted-xml", () => {
    expect(eventsOf([bytesOf("<?xml-stylesheet href='a'?><a/>")])).toEqual(["! restricted-xml"]);
  });
});

describe("§4.9.3.13: not-well-formed", () => {
  const refused = [
    "<a></b>",
    "<a></a",
    "<a></a b='c'>",
    "<a></ a>",
    "</a>",
    "< a/>",
    "<a/ >",
    "<1/>",
    "<-a/>",
    "<a b/>",
    "<a b=c/>",
    "<a b='c'd='e'/>",
    "<a b='c' b='d'/>",
    "<a b='<'/>",
    "<a <b/>",
    "<a 'b'/>",
    "<a>]]></a>",
    "<a>&amp</a>",
    "<a>&;</a>",
    "<a>& </a>",
    "<a>&#;</a>",
    "<a>&#x;</a>",
    "<a>&#0;</a>",
    "<a>&#x1f;</a>",
    "<a>&#xd800;</a>",
    "<a>&#xFFFE;</a>",
    "<a>&#x110000;</a>",
    "<a>&#99999999999999999999;</a>",
    "<a>\u0000</a>",
    "<a>\u001b</a>",
    "<a>\uffff</a>",
    "<a b='\u0001'/>",
    "<a\u00d7/>",
    "<a:b/>",
    "<a b:c='d'/>",
    "<:a/>",
    "<a:/>",
    "<a xmlns:1b='c'/>",
    "<a:b:c xmlns:a='d'/>",
    "<a :b='c'/>",
    "<a xmlns:b=''/>",
    "<a xmlns:xmlns='b'/>",
    "<xmlns:a/>",
    "<a xmlns:xml='b'/>",
    "<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>",
    "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
    "<a xmlns='http://www.w3.org/2000/xmlns/'/>",
    "<a xmlns:b='c' xmlns:d='c' b:e='' d:e=''/>",
  ].map((text) => (text === "<a></a" ? "<a></a<" : text));
  for (const text of refused) {
    test(JSON.stringify(text), () => expect(eventsAfterHeader(text)).toEqual(["! not-well-formed"]));
  }
  test("text before the header", () => expect(eventsOf([bytesOf(`a${HEADER}`)])).toEqual(["! not-well-formed"]));
  test("§11.6: U+FEFF is no byte order mark", () => {
    expect(eventsOf([bytesOf(`\ufeff${HEADER}`)])).toEqual(["! not-well-formed"]);
  });
  test("what came before it is delivered first", () => {
    expect(eventsAfterHeader("<a/><b/>\u0000")).toEqual(["<a/>", "<b/>", "! not-well-formed"]);
  });
});

describe("§11: what is allowed", () => {
  const allowed: Record<string, string> = {
    "<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&#x1F600;</a>": "<a>&lt;&gt;&amp;\"'AB\u{1f600}</a>",
    "<a>b<![CDATA[<c>]] >]]]>d</a>": "<a>b&lt;c&gt;]] &gt;]d</a>",
    "<a><![CDATA[]]></a>": "<a/>",
    "<a b = 'c'\n\td=\"e'\"\r/>": '<a b="c" d="e&apos;"/>',
    "<a></a\n>": "<a/>",
    "<a b='c\td\ne\r\nf&#9;&#10;&#13;'/>": '<a b="c d e f&#9;&#10;&#13;"/>',
    "<a>b\r\nc\rd&#13;</a>": "<a>b\nc\nd&#13;</a>",
    "<a b='>/>'>></a>": '<a b="&gt;/&gt;">&gt;</a>',
    "<\u00e9l\u00b7\u{10000} \u0133='a'/>": '<\u00e9l\u00b7\u{10000} \u0133="a"/>',
    "<a constructor='b' __proto__='c' toString='d'/>": '<a constructor="b" __proto__="c" toString="d"/>',
    "<a xml:lang='fr'/>": '<a xml:lang="fr"/>',
  };
  for (const [text, printed] of Object.entries(allowed)) {
    test(JSON.stringify(text), () => expect(eventsAfterHeader(text)).toEqual([printed]));
  }
  test("§4.6.1: white space between stanzas is a keepalive, however much", () => {
    expect(eventsAfterHeader(`<a/>${" \n".repeat(LIMITS.stanzaBytes)}<b/>`)).toEqual(["<a/>", "<b/>"]);
  });
  test("§4.9.3.1: other text between stanzas is bad-format", () => {
    for (const text of ["a", "&#32;", "<![CDATA[ ]]>", "\ufeff"])
      expect(eventsAfterHeader(text)).toEqual(["! bad-format"]);
  });
  test("an attribute named __proto__ changes no prototype", () => {
    const found: Element[] = [];
    const handler = {
      open: () => undefined,
      element: (element: Element) => void found.push(element),
      close: () => undefined,
    };
    new StreamParser(handler, LIMITS).write(bytesOf(`${HEADER}<a __proto__='b'/>`));
    expect(Object.getPrototypeOf(found[0]?.attrs)).toBe(Object.prototype);
    expect(Object.hasOwn(found[0]?.attrs ?? {}, "__proto__")).toBe(true);
  });
});

describe("§11.5, §11.6: the declaration and the encoding", () => {
  const opened = eventsOf([bytesOf(HEADER)]);
  for (const text of [
    "<?xml version='1.0'?>",
    "<?xml version=\"1.0\" encoding='utf-8' ?>\n",
    "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>",
    "\n ",
  ]) {
    test(`${JSON.stringify(text)} may stand before the header`, () => {
      expect(eventsOf([bytesOf(text + HEADER)])).toEqual(opened);
      expect(eventsOf(piecesOf(bytesOf(text + HEADER), 1))).toEqual(opened);
    });
  }
  test("an encoding other than UTF-8 is unsupported-encoding", () => {
    for (const encoding of ["ISO-8859-1", "UTF-16", "US-ASCII"]) {
      const declaration = `<?xml version='1.0' encoding='${encoding}'?>`;
      expect(eventsOf([bytesOf(declaration + HEADER)])).toEqual(["! unsupported-encoding"]);
    }
  });
  test("a second declaration is restricted-xml", () => {
    expect(eventsOf([bytesOf(`<?xml version='1.0'?><?xml version='1.0'?>`)])).toEqual(["! restricted-xml"]);
  });
  test("a declaration without a version is not-well-formed", () => {
    for (const text of ["<?xml ?>", "<?xml encoding='UTF-8'?>", "<?xml version='2.0'?>", "<?xml version='1.0\"?>"]) {
      expect(eventsOf([bytesOf(text)])).toEqual(["! not-well-formed"]);
    }
  });
  test("bytes that are not UTF-8 are bad-format, after the valid ones", () => {
    for (const bad of [
      [0xff],
      [0xc0, 0xaf],
      [0xe0, 0x80, 0xaf],
      [0xed, 0xa0, 0x80],
      [0xf4, 0x90, 0x80, 0x80],
      [0xc3, 0x28],
    ]) {
      const bytes = Buffer.concat([bytesOf(`${HEADER}<a/><b>\u00e9`), Uint8Array.from(bad), bytesOf("</b>")]);
      expect(eventsOf([bytes])).toEqual([...opened, "<a/>", "! bad-format"]);
      expect(eventsOf(piecesOf(bytes, 1))).toEqual([...opened, "<a/>", "! bad-format"]);
    }
  });
});

describe("a stream is bounded: policy-violation", () => {
  const bomb = (text: string): string[] =>
    eventsAfterHeader(text, { stanzaBytes: 10_000, weight: 1_000_000, depth: 20, attributes: 20 });
  const endless = "x".repeat(10_001);
  const cases: Record<string, string> = {
    "100,000 nested elements": "<a>".repeat(100_000),
    "an endless name": `<${endless}`,
    "an endless attribute": `<a b='${endless}`,
    "an endless attribute name": `<a ${endless}`,
    "endless white space in a tag": `<a ${" ".repeat(10_001)}`,
    "endless text": `<a>${endless}`,
    "endless text of two bytes a character": `<a>${"\u00e9".repeat(5_001)}`,
    "an endless CDATA section": `<a><![CDATA[${endless}`,
    "endless children": `<a>${"<b/>".repeat(2_501)}`,
    "an endless end tag": `<a></a${" ".repeat(10_001)}`,
    "many attributes": `<a ${Array.from({ length: 21 }, (_, i) => `b${i}=''`).join(" ")}/>`,
  };
  for (const [name, text] of Object.entries(cases))
    test(name, () => expect(bomb(text)).toEqual(["! policy-violation"]));

  test("an endless header", () => {
    expect(eventsOf([bytesOf(`<stream:stream to='${endless}`)])).toEqual(["! policy-violation"]);
    expect(eventsOf([bytesOf(`<?xml ${endless}`)])).toEqual(["! policy-violation"]);
  });
  test("the limits themselves are allowed, and count each stanza by itself", () => {
    const depth = "<a>".repeat(10) + "</a>".repeat(10);
    const attributes = `<a ${Array.from({ length: 10 }, (_, i) => `b${i}=''`).join(" ")}/>`;
    const bytes = `<a>${"\u00e9".repeat(496)}x</a>`;
    expect(bytesOf(bytes).length).toBe(LIMITS.stanzaBytes);
    expect(eventsAfterHeader(`${depth}${attributes} ${bytes}${bytes}`).length).toBe(4);
    expect(eventsAfterHeader(bytes.replace("x", "xx"))).toEqual(["! policy-violation"]);
  });
});

describe("a handler can pause the parser after an element", () => {
  /** Pauses behind each element; what was heard when the chunk had been given, and in the end. */
  function pausing(text: string, limits = LIMITS): { readonly first: readonly string[]; readonly events: string[] } {
    const events: string[] = [];
    const parser = new StreamParser(
      {
        open: () => undefined,
        element: (element) => {
          events.push(print(element));
          parser.pause();
        },
        close: () => void events.push("close"),
      },
      limits,
    );
    const attempt = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        events.push(`! ${(error as StreamError).condition}`);
      }
    };
    attempt(() => parser.write(bytesOf(HEADER + text)));
    const first = [...events];
    while (parser.hasRest) attempt(() => parser.resume());
    return { first, events };
  }

  test.each(["<a/><b/> <c>\u00e9</c></stream:stream>", "<a/><b></c>", "<a/><b/>\uffff", "<a/>x"])("%s", (text) => {
    const { first, events } = pausing(text);
    expect(first).toEqual(["<a/>"]);
    expect(events).toEqual(eventsOf([bytesOf(HEADER + text)]).slice(1));
  });

  test("after reset or stop nothing waits", () => {
    for (const what of ["reset", "stop"] as const) {
      const parser = new StreamParser(
        {
          open: () => undefined,
          element: () => {
            parser.pause();
            parser[what]();
          },
          close: () => undefined,
        },
        LIMITS,
      );
      parser.write(bytesOf(`${HEADER}<a/><b/>`));
      expect(parser.hasRest).toBe(false);
    }
  });
});

describe("§4.3.3: a new stream", () => {
  /** A parser that does `what` when it meets <a/>, and what it reported. */
  function parserThat(what: (parser: StreamParser) => void): { parser: StreamParser; events: string[] } {
    const events: string[] = [];
    const parser = new StreamParser(
      {
        open: () => void events.push("open"),
        element: (element) => {
          events.push(print(element));
          if (element.name === "a") what(parser);
        },
        close: () => void events.push("close"),
      },
      LIMITS,
    );
    return { parser, events };
  }

  test("reset drops what follows in the chunk, whatever it is, and forgets the prefixes of the old stream", () => {
    const { parser, events } = parserThat((self) => self.reset());
    parser.write(Buffer.concat([bytesOf(`${HEADER.replace(">", " xmlns:p='q'>")}<a/><b/><!-- `), Uint8Array.of(0xff)]));
    parser.write(bytesOf(`\n<?xml version='1.0'?>${HEADER}<b/>`));
    expect(events).toEqual(["open", "<a/>", "open", "<b/>"]);
    expect(() => parser.write(bytesOf("<p:b/>"))).toThrow("p is not declared");
  });
  test("stop ends parsing", () => {
    const { parser, events } = parserThat((self) => self.stop());
    parser.write(bytesOf(`${HEADER}<a/><b/>`));
    parser.write(bytesOf("<b/>"));
    expect(events).toEqual(["open", "<a/>"]);
  });
  test("new limits apply at once, and to later streams", () => {
    const { parser, events } = parserThat((self) => self.setLimits({ ...LIMITS, stanzaBytes: 2000 }));
    const big = `<b>${"x".repeat(1500)}</b>`;
    parser.write(bytesOf(`${HEADER}<a/>${big}`));
    parser.reset();
    parser.write(bytesOf(HEADER + big));
    expect(events).toEqual(["open", "<a/>", big, "open", big]);
  });
  test("after an error, all input is ignored", () => {
    const { parser, events } = parserThat(() => undefined);
    expect(() => parser.write(bytesOf(`${HEADER}<a></b>`))).toThrow();
    parser.write(bytesOf("<c/>"));
    expect(events).toEqual(["open"]);
  });
  test("§4.4: </stream:stream> closes it, and nothing after it is read", () => {
    expect(eventsAfterHeader("<b/></stream:stream><c/>\u0000")).toEqual(["<b/>", "close"]);
    expect(eventsAfterHeader("<b></stream:stream>")).toEqual(["! not-well-formed"]);
  });
});
