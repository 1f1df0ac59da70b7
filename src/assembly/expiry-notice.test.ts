import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { tellExpiry } from "./expiry-notice.ts";

const NOW = Date.UTC(2027, 1, 14);
const DAY = 86_400_000;

function told(language: "en" | "fr", left: number): readonly Element[] {
  const messages: Element[] = [];
  tellExpiry(NOW + left, {
    accounts: {
      list: () => [
        { jid: "alice@example.com", created: 0, admin: true },
        { jid: "bob@example.com", created: 0, admin: false },
      ],
    },
    route: (message) => void messages.push(message),
    domains: ["example.com", "example.org"],
    language,
    now: () => NOW,
  });
  return messages;
}

test("the administrators are told by their own domain, and nobody else is", () => {
  const [message, ...others] = told("en", 6 * DAY);
  expect(others).toEqual([]);
  expect(message?.attrs).toEqual({ from: "example.com", to: "alice@example.com", type: "normal", "xml:lang": "en" });
  expect(message?.getChildText("body")).toStartWith(
    "The certificate of example.com, example.org expires in 6 days (2027-02-20) and",
  );
});

test("in the language of the server, with its words for tomorrow and today", () => {
  const [message] = told("fr", 6 * DAY);
  expect(message?.getChildText("subject")).toBe("Certificat");
  expect(message?.getChildText("body")).toContain("expire dans 6 jours (2027-02-20) et");
  expect(told("fr", DAY)[0]?.getChildText("body")).toContain("expire demain (2027-02-15)");
  expect(told("en", 0)[0]?.getChildText("body")).toContain("expires today (2027-02-14)");
  expect(told("en", -DAY)[0]?.getChildText("body")).toContain("expires today");
});
