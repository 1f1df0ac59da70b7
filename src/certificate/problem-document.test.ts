import { describe, expect, test } from "bun:test";
import { parseProblemDocument, parseRetryAfter } from "./problem-document.ts";

const NOW = Date.UTC(2026, 10, 22, 12);

describe("problem documents", () => {
  test("RFC 8555 §6.7.1: subproblems say of which identifier they are", () => {
    const document = parseProblemDocument({
      type: "urn:ietf:params:acme:error:malformed",
      detail: "Some of the identifiers requested were rejected",
      subproblems: [
        {
          type: "urn:ietf:params:acme:error:rejectedIdentifier",
          detail: "This CA will not issue for\n  this name",
          identifier: { type: "dns", value: "example.net" },
        },
      ],
    });
    expect(document.type).toBe("malformed");
    expect(document.subproblems).toEqual([
      {
        type: "rejectedIdentifier",
        detail: "This CA will not issue for this name",
        subproblems: [],
        name: "example.net",
      },
    ]);
  });

  test.each([[undefined], [null], ["<html>"], [[]], [{ type: 1, detail: {}, subproblems: "x" }]])(
    "%j, which is none, is an empty one",
    (data) => {
      expect(parseProblemDocument(data)).toEqual({ type: "", detail: "", subproblems: [] });
    },
  );

  test("what is nested or long without end is bounded", () => {
    const deep = { subproblems: [{ detail: "x".repeat(9000), subproblems: [{}, {}] }, null] };
    const [first, second] = parseProblemDocument(deep).subproblems;
    expect(first).toMatchObject({ subproblems: [] });
    expect(first?.detail.length).toBe(500);
    expect(second?.detail).toBe("");
  });
});

describe("RFC 9110 §10.2.3: Retry-After", () => {
  test.each([
    ["120", NOW + 120_000],
    ["Sun, 22 Nov 2026 14:00:00 GMT", NOW + 7_200_000],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%p", (header, at) => {
    expect(parseRetryAfter(header, NOW)).toBe(at);
  });
});
