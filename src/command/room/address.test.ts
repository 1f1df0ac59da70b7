/** What people type for a room, and for somebody. */
import { expect, test } from "bun:test";
import { roomMessages } from "../../messages/rooms.ts";
import { CommandError } from "../failure.ts";
import { personMeant, roomMeant } from "./address.ts";

const SERVICES = ["rooms.example.com", "rooms.exämple.org"];
const people = { domains: ["example.com", "exämple.org"], exists: (account: string) => account === "bob@example.com" };

const refusal = (work: () => unknown): [string, string | undefined, number] => {
  try {
    work();
  } catch (error) {
    if (error instanceof CommandError) return [error.message, error.remedy, error.exitCode];
    throw error;
  }
  throw new Error("not refused");
};

test("a name alone is a room of the first domain; addresses are prepared", () => {
  expect(roomMeant("Family", SERVICES, roomMessages.en).full).toBe("family@rooms.example.com");
  expect(roomMeant("club@rooms.xn--exmple-cua.org", SERVICES, roomMessages.en).full).toBe("club@rooms.exämple.org");
});

test("whoever forgets the subdomain is told what was probably meant", () => {
  expect(refusal(() => roomMeant("club@exämple.org", SERVICES, roomMessages.en))).toEqual([
    "exämple.org has no rooms here: they are at rooms.example.com, rooms.exämple.org",
    "write it like club@rooms.exämple.org",
    2,
  ]);
  expect(refusal(() => roomMeant("club@elsewhere.net", SERVICES, roomMessages.fr))[1]).toBe(
    "elle s'écrit comme family@rooms.example.com",
  );
});

test.each(["", "@rooms.example.com", "a b", "club@rooms.example.com/bob", "club@", "x".repeat(2000)])(
  "%p is no room's address",
  (text) => {
    const [sentence, remedy] = refusal(() => roomMeant(text, SERVICES, roomMessages.en));
    expect(sentence).toEndWith("is not the address of a room");
    expect(sentence.length).toBeLessThan(90);
    expect(remedy).toBe("write it like family@rooms.example.com");
  },
);

test("a name alone is an account of the first domain, unless it is a domain", () => {
  expect(personMeant("Bob", people, roomMessages.en)).toBe("bob@example.com");
  expect(personMeant("someone@elsewhere.net", people, roomMessages.en)).toBe("someone@elsewhere.net");
  expect(personMeant("spam.example", people, roomMessages.en)).toBe("spam.example");
  expect(personMeant("LOCALHOST", { ...people, domains: ["localhost"] }, roomMessages.en)).toBe("localhost");
});

test("an account that is missing here is refused, as is what is nobody's address", () => {
  expect(refusal(() => personMeant("bbo", people, roomMessages.en))).toEqual([
    "there is no account bbo@example.com",
    "look at the spelling: jabber-home user list",
    1,
  ]);
  for (const bad of ["", "a b", "bob@example.com/phone", "@example.com"])
    expect(refusal(() => personMeant(bad, people, roomMessages.en))[2]).toBe(2);
});
