import { describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import type { Language } from "../messages/language.ts";
import { administratorNotices } from "./administrator-notices.ts";

const NOW = Date.UTC(2027, 1, 14);

function open(language: Language) {
  const clock = manualClock(NOW);
  const sent: Element[] = [];
  /** Calls back that the disk has not taken what was sent. */
  const losses: (() => void)[] = [];
  const notices = administratorNotices({
    accounts: { administrators: () => ["alice@example.com", "bob@example.org"] },
    db: { afterCommit: (_, lost) => void losses.push(() => lost?.(undefined as never)) },
    route: (message) => sent.push(message),
    domains: ["example.com", "example.org"],
    language,
    clock,
    now: clock.now,
  });
  const addresses = () => sent.map(({ attrs }) => [attrs.from, attrs.to, attrs.type, attrs["xml:lang"]]);
  const bodies = () => sent.splice(0).map((message) => message.getChildText("body") ?? "");
  return { clock, sent, losses, notices, addresses, bodies };
}

describe("a nearly full disk", () => {
  function watch(language: Language, isLow = false) {
    const opened = open(language);
    let change: (isLow: boolean) => void = () => {};
    const space = {
      free: 12_345_678,
      reserve: 64_000_000,
      isLow,
      onChange: (listener: typeof change) => {
        change = listener;
      },
    };
    const stop = opened.notices.watchDisk(space);
    const changes = (low: boolean): void => {
      space.isLow = low;
      change(low);
      opened.clock.advance(0);
    };
    return { ...opened, changes, stop };
  }

  test("administrators are told by their own domain, in the server's language, that it is full and that it is not", () => {
    const { sent, changes, addresses, bodies } = watch("en");
    expect(sent).toEqual([]);
    changes(true);
    expect(addresses()).toEqual([
      ["example.com", "alice@example.com", "normal", "en"],
      ["example.org", "bob@example.org", "normal", "en"],
    ]);
    const [body] = bodies();
    for (const word of ["12 MB are free", "64 MB", "nothing new is kept", "Delete", "jabber-home user list"])
      expect(body).toContain(word);
    changes(false);
    expect(bodies()[0]).toContain("room on the disk of the server again");
    expect(watch("fr", true).bodies()[0]).toContain("12 Mo sont libres");
  });

  test("what the disk has not taken is sent again; nothing is sent after the end", () => {
    const { clock, losses, changes, bodies, stop } = watch("en");
    const loseAll = () => losses.splice(0).forEach((lose) => void lose());
    changes(true);
    expect(bodies()).toHaveLength(2);
    loseAll();
    clock.advance(4999);
    expect(bodies()).toEqual([]);
    clock.advance(1);
    expect(bodies()).toHaveLength(2);
    loseAll();
    stop();
    changes(false);
    clock.advance(5000);
    expect(bodies()).toEqual([]);
  });
});

describe("a certificate that is about to expire", () => {
  test("administrators are told by their own domain when", () => {
    const { notices, addresses, bodies } = open("en");
    notices.certificateExpires(NOW + 6 * DAY, false);
    expect(addresses()).toEqual([
      ["example.com", "alice@example.com", "normal", "en"],
      ["example.org", "bob@example.org", "normal", "en"],
    ]);
    expect(bodies()[0]).toStartWith("The certificate of example.com, example.org expires in 6 days (2027-02-20) and");
  });

  test("where it is renewed by hand, until when, and how", () => {
    for (const [language, words] of [
      ["en", ["in 28 days (2027-03-14)", "by hand", "jabber-home certificate renew"]],
      ["fr", ["dans 28 jours (2027-03-14)", "à la main", "jabber-home certificate renew"]],
    ] as const) {
      const { notices, bodies } = open(language);
      notices.certificateExpires(NOW + 28 * DAY, true);
      const [body] = bodies();
      for (const word of words) expect(body).toContain(word);
    }
  });

  test("in the language of the server, with its words for tomorrow and today", () => {
    const bodyOf = (language: Language, left: number) => {
      const { notices, bodies } = open(language);
      notices.certificateExpires(NOW + left, false);
      return bodies()[0];
    };
    expect(bodyOf("fr", 6 * DAY)).toContain("expire dans 6 jours (2027-02-20) et");
    expect(bodyOf("fr", DAY)).toContain("expire demain (2027-02-15)");
    expect(bodyOf("en", 0)).toContain("expires today (2027-02-14)");
    expect(bodyOf("en", -DAY)).toContain("expires today");
  });
});

test.each([
  ["en", /^From February 14, 2027 at .* to February 14, 2027 at .*, the server had no way to the Internet/],
  ["fr", /^Du 14 février 2027 à .* au 14 février 2027 à .*, le serveur n'avait pas d'accès à Internet/],
] as const)("%s: when the Internet is back, it is told from when to when it was away", (language, body) => {
  const { notices, bodies } = open(language);
  notices.isBack({ since: NOW, until: NOW + HOUR });
  expect(bodies()).toEqual([expect.stringMatching(body), expect.stringMatching(body)]);
});

test.each([
  ["en", "the server did not run", "it had no way to the Internet, and from February 14, 2027 at"],
  ["fr", "le serveur ne tournait pas", "il n'avait pas d'accès à Internet, et du 14 février 2027 à"],
] as const)("%s: where the computer was off, that is said, for all of the time or a part", (language, whole, part) => {
  const { notices, bodies } = open(language);
  notices.isBack({ since: NOW, until: NOW + HOUR, off: { since: NOW + MINUTE, until: NOW + HOUR - MINUTE } });
  expect(bodies()[0]).toContain(whole);
  notices.isBack({ since: NOW, until: NOW + HOUR, off: { since: NOW + HOUR / 2, until: NOW + HOUR - MINUTE } });
  expect(bodies()[0]).toContain(part);
});
