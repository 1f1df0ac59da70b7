import { expect, test } from "bun:test";
import type { DnsAnswer } from "../net/dns-answer.ts";
import { isOnline } from "./online.ts";
import type { Resolver } from "./resolver.ts";

const asked: string[] = [];
const resolverThat = (answer: (name: string) => DnsAnswer<never>): Resolver => ({
  query: async (_, name) => {
    asked.push(name);
    return answer(name);
  },
});
const ABSENT = { state: "absent" } as const;
const UNKNOWN = { state: "unknown", reason: "timeout" } as const;

test("who answers that a name does not exist is there; no name is asked for twice, since it would be cached", async () => {
  const resolver = resolverThat(() => ABSENT);
  expect([await isOnline("home.example.com", resolver), await isOnline("home.example.com", resolver)]).toEqual([
    true,
    true,
  ]);
  const [one, other] = asked.splice(0);
  expect(one).toEndWith(".home.example.com");
  expect(one).not.toBe(other);
});

test("where the own name servers do not answer, others may; without any, there is no way to the Internet", async () => {
  expect(
    await isOnline(
      "home.example.com",
      resolverThat((name) => (name.includes("home") ? UNKNOWN : ABSENT)),
    ),
  ).toBe(true);
  expect(asked.splice(0)).toHaveLength(2);
  expect(
    await isOnline(
      "home.example.com",
      resolverThat(() => UNKNOWN),
    ),
  ).toBe(false);
  expect(asked.splice(0)).toHaveLength(2);
});
