/** Names of files that stand for hosts, stores and users. */
import { expect, test } from "bun:test";
import { decodedName, encodedName, isLocalpart } from "./names.ts";

test("what is no letter and no digit is a byte of UTF-8 in hexadecimal digits", () => {
  expect(encodedName("andré_l")).toBe("andr%c3%a9%5fl");
  expect(encodedName("maison.example")).toBe("maison%2eexample");
  for (const name of ["andré_l", "a/b", "\0", "%25", "😀"]) expect(decodedName(encodedName(name))).toBe(name);
  expect(decodedName("pep_urn%3axmpp%3aNotes")).toBe("pep_urn:xmpp:Notes");
});

test("a name that was not encoded stands for itself, and bytes that are no UTF-8 for nothing", () => {
  expect(["plain", "a%zz", "%ff%fe"].map(decodedName)).toEqual(["plain", "a%zz", undefined]);
});

test("RFC 7622 §3.3.1: a name with excluded characters is none of an account", () => {
  const names = ["alice", "andré_l", "a/b", "a\0", "a@b", "", "a b"];
  expect(names.map(isLocalpart)).toEqual([true, true, false, false, false, false, false]);
});
