/** XEP-0124 §14: which request is next, which one is early, and which one is a repetition. */
import { describe, expect, test } from "bun:test";
import { RequestWindow } from "./request-window.ts";

/** A session that request 10 has created, with two requests at once; the first is answered. */
function opened(): RequestWindow<string, string> {
  const window = new RequestWindow<string, string>(10, "a", 2);
  window.answer("A");
  return window;
}

describe("§14.2: requests are handled in the order of their rid", () => {
  test("the next rid is due at once", () => {
    expect(opened().receive(11, "b")).toEqual({ kind: "new", due: ["b"] });
  });

  test("a rid within the window waits for those before it", () => {
    const window = opened();
    expect(window.receive(12, "c")).toEqual({ kind: "new", due: [] });
    expect([...window.early()]).toEqual(["c"]);
    expect(window.receive(11, "b")).toEqual({ kind: "new", due: ["b", "c"] });
    expect([...window.early()]).toEqual([]);
    expect(window.last).toBe(12);
  });

  test("a rid beyond the window is unknown, as is one from before the session", () => {
    for (const rid of [13, 9, 1, 2 ** 53 - 1]) expect(opened().receive(rid, "x")).toEqual({ kind: "unknown" });
  });

  test("responses go to the oldest request", () => {
    const window = opened();
    window.receive(11, "b");
    window.receive(12, "c");
    expect(window.oldest).toBe("b");
    window.answer("B");
    expect(window.oldest).toBe("c");
    expect(window.waitingCount).toBe(1);
  });

  test("nothing can be answered where no request waits", () => {
    expect(() => opened().answer("x")).toThrow("no request waits");
  });
});

describe("§14.3: broken connections", () => {
  test("a repeated request is answered as before", () => {
    expect(opened().receive(10, "a again")).toEqual({ kind: "answered", response: "A" });
  });

  test("a request that waits, in order or early, is the same request when it is repeated", () => {
    const window = opened();
    window.receive(12, "c");
    expect(window.receive(12, "c again")).toEqual({ kind: "repeated", former: "c" });
    window.receive(11, "b");
    expect(window.receive(11, "b again")).toEqual({ kind: "repeated", former: "b" });
    expect([...window.waiting()]).toEqual(["b", "c"]);
  });

  test("as many responses are kept as requests may be made at once, and one more", () => {
    const window = opened();
    for (const rid of [11, 12, 13]) {
      window.receive(rid, String(rid));
      window.answer(`response ${rid}`);
    }
    expect([...window.answered()]).toEqual(["response 11", "response 12", "response 13"]);
    expect(window.receive(10, "a")).toEqual({ kind: "unknown" });
    expect(window.receive(11, "b")).toEqual({ kind: "answered", response: "response 11" });
  });

  test("§9.2: responses that the client has acknowledged are not kept", () => {
    const window = opened();
    window.receive(11, "b");
    window.answer("B");
    window.confirm(10);
    expect(window.responseTo(10)).toBeUndefined();
    expect(window.responseTo(11)).toBe("B");
  });

  test("a limit is imposed on repetitions: 20, until a new request comes", () => {
    const window = opened();
    for (let n = 0; n < 20; n++) expect(window.receive(10, "a").kind).toBe("answered");
    expect(window.receive(10, "a")).toEqual({ kind: "excessive" });
    const other = opened();
    for (let n = 0; n < 20; n++) other.receive(10, "a");
    other.receive(11, "b");
    expect(other.receive(11, "b").kind).toBe("repeated");
  });
});
