import { expect, jest, test } from "bun:test";
import type { Element } from "ltx";
import { openDiskNotices } from "./disk-notice.ts";

function open(language: "en" | "fr", isLow = false) {
  const said: Element[] = [];
  const losses: (() => void)[] = [];
  let change: (isLow: boolean) => void = () => {};
  const space = {
    free: 12_345_678,
    reserve: 64_000_000,
    isLow,
    onChange: (listener: (isLow: boolean) => void) => {
      change = listener;
    },
  };
  const notices = openDiskNotices({
    space,
    db: { afterCommit: (_, lost) => void losses.push(() => lost?.(undefined as never)) },
    accounts: { administrators: () => ["alice@example.com", "bob@example.org"] },
    route: (message) => said.push(message),
    language,
  });
  const changes = (low: boolean): void => {
    space.isLow = low;
    change(low);
    jest.runAllTimers();
  };
  const bodies = (): (string | null)[] => said.splice(0).map((message) => message.getChildText("body"));
  return { said, losses, changes, bodies, notices };
}

const withTimers = (body: () => void) => (): void => {
  jest.useFakeTimers();
  try {
    body();
  } finally {
    jest.useRealTimers();
  }
};

test(
  "administrators are told each time that there is no room, or again, by their own domain and in its language",
  withTimers(() => {
    const { said, changes, bodies } = open("en");
    expect(said).toEqual([]);
    changes(true);
    expect(said.map(({ attrs }) => [attrs.from, attrs.to, attrs["xml:lang"]])).toEqual([
      ["example.com", "alice@example.com", "en"],
      ["example.org", "bob@example.org", "en"],
    ]);
    const [body] = bodies();
    for (const word of ["12 MB are free", "64 MB", "nothing new is kept", "Delete", "jabber-home user list"])
      expect(body).toContain(word);
    changes(false);
    expect(bodies()[0]).toContain("room on the disk of the server again");
    const french = open("fr", true);
    expect(french.bodies()[0]).toContain("12 Mo sont libres");
  }),
);

test(
  "what the disk has not taken is said again, as it is by then; nothing is said after the end",
  withTimers(() => {
    const { losses, changes, bodies, notices } = open("en");
    changes(true);
    expect(bodies()).toHaveLength(2);
    losses.splice(0).forEach((lose) => void lose());
    jest.advanceTimersByTime(4999);
    expect(bodies()).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(bodies()).toHaveLength(2);
    losses.splice(0).forEach((lose) => void lose());
    notices.stop();
    changes(false);
    expect(bodies()).toEqual([]);
  }),
);
