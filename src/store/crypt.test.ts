/** crypt(3): values that other programs have made. */
import { expect, test } from "bun:test";
import { cryptLike, isKnownCrypt } from "./crypt.ts";

const MADE: readonly (readonly [password: string, value: string])[] = [
  ["Hello wörld!", "$1$saltsalt$Ku3.RSCEjqxLnNe683.sy0"],
  ["pw", "$1$ab$b2XAKzcGJvTR.javvk3280"],
  ["Hello wörld!", "$5$saltsalt$WEpaH6edHg0D8n3ZVQGZ5Kh358gsnqIe5D62lATBu5C"],
  [
    "a very much longer text to encrypt.",
    "$5$rounds=1400$anotherlongsalts$6Mncb3dhUE11oxSzuAVN8LfMoRyvDsIOg4/fte.4JC5",
  ],
  [
    "Hello wörld!",
    "$6$saltsalt$Nviaa8ptE7tFfrth3.Fy0nU/zF.AdX.bdZtTEFhJaF0mG.k49g3w4Nn4wRlCdzZGdCuZvugsQp0Ki2aOmuDKl1",
  ],
  [
    "a very much longer text to encrypt.  This one even stretches over morethan one line.",
    "$6$rounds=1400$anotherlongsalts$POfYwTEok97VWcjxIiSOjiykti.o/pQs.wPvMxQ6Fm7I6IoYN3CmLs66x9t0oSwbtEW7o7UmJEiDwGqd8p4ur1",
  ],
];

test("a password becomes what other programs have made of it, and another one does not", () => {
  for (const [password, value] of MADE) {
    expect(cryptLike(value, password)).toBe(value);
    expect(cryptLike(value, `${password}.`)).not.toBe(value);
  }
});

test("a form that is not known, or costs too much, is said so", () => {
  const others = ["rl0mtlmtV3jbA", "$y$j9T$abc$def", `$6$rounds=999999999$salt$${"a".repeat(86)}`, "", "$1$salt"];
  expect(others.map(isKnownCrypt)).toEqual(others.map(() => false));
  expect(others.map((value) => cryptLike(value, "x"))).toEqual(others.map(() => undefined));
});
