/** XEP-0124 §7: what a session is given of what its client asks for. */
import { describe, expect, test } from "bun:test";
import { xml } from "../../stanza.ts";
import { agreeOn, attributesOf } from "./session-terms.ts";
import { TerminalError } from "./terminal-error.ts";

const TIMES = { wait: 55_000, inactivity: 60_000, pause: 120_000 };

const told = (attributes: Readonly<Record<string, string>>) => attributesOf(agreeOn(xml("body", attributes), TIMES));

describe("§7.2: the session creation response", () => {
  test("wait is at most what the client asks for, and what this server allows", () => {
    expect(told({ wait: "30" }).wait).toBe(30);
    expect(told({ wait: "60" }).wait).toBe(55);
    expect(told({}).wait).toBe(55);
  });

  test("hold is at most what the client asks for; requests is one more", () => {
    expect(told({ hold: "1" })).toMatchObject({ hold: 1, requests: 2 });
    expect(told({ hold: "5" })).toMatchObject({ hold: 1, requests: 2 });
    expect(told({ hold: "0" })).toMatchObject({ hold: 0, requests: 1 });
  });

  test("ver is the lower of both, each number by itself", () => {
    expect(told({ ver: "1.6" }).ver).toBe("1.6");
    expect(told({ ver: "1.11" }).ver).toBe("1.11");
    expect(told({ ver: "1.100" }).ver).toBe("1.11");
    expect(told({ ver: "0.99" }).ver).toBe("0.99");
    for (const ver of ["2.0", "one", ""]) expect(told({ ver }).ver).toBe("1.11");
    expect(told({}).ver).toBe("1.11");
  });

  test("§10, §11: the times are told in seconds", () => {
    expect(told({})).toMatchObject({ inactivity: 60, polling: 2, maxpause: 120 });
  });

  test("§12: wait or hold of 0 make a polling session, with a longer inactivity period", () => {
    for (const attributes of [{ wait: "0" }, { hold: "0" }])
      expect(told(attributes)).toMatchObject({ wait: 0, hold: 0, requests: 1, inactivity: 120 });
  });
});

describe("§7.1: content", () => {
  const contentTypeFor = (content: string): string => agreeOn(xml("body", { content }), TIMES).contentType;

  test("the client chooses the Content-Type of the responses", () => {
    expect(contentTypeFor("text/html")).toBe("text/html");
    expect(contentTypeFor("text/plain; charset=utf-8")).toBe("text/plain; charset=utf-8");
  });

  test("what is no media type in UTF-8 is text/xml; charset=utf-8", () => {
    for (const content of [
      "",
      "x",
      "text/html\r\nSet-Cookie: a=b",
      "text/xml; charset=utf-16",
      "text/xml;a=b",
      `text/${"x".repeat(99)}`,
    ])
      expect(contentTypeFor(content)).toBe("text/xml; charset=utf-8");
  });
});

test("§22: wait and hold are numbers", () => {
  for (const attributes of [{ wait: "soon" }, { hold: "-1" }, { wait: "1.5" }, { hold: "9007199254740992" }])
    expect(() => told(attributes)).toThrow(TerminalError);
});
