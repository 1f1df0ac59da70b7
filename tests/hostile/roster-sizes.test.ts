/** RFC 6121 §2, XEP-0191: rosters, presence and blocklists are bounded in bytes, with a clear error. */
import { beforeEach, expect, test } from "bun:test";
import { type Actor, enter, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { stage } from "../support/stage.ts";
import { setsItem } from "../support/xep/roster.ts";

const fixture = stage(["romeo", "juliet"], {
  settings: ["roster.max_size=4kB", "blocking.max_size=1kB", "presence.max_weight=5kB", "limits.rate=1GB"],
});

let romeo: Actor;
beforeEach(async () => {
  ({ romeo } = fixture.actors);
  await settled(romeo);
});

const item = (jid: string, groups: readonly string[], name = ""): string =>
  `<item jid="${jid}" name="${name}">${groups.map((group) => `<group>${group}</group>`).join("")}</item>`;

const textOf = async (answer: Promise<{ toString(): string }>): Promise<string> => String(await answer);

test("RFC 6121 §2.3: name and groups of one contact have a common limit", async () => {
  const groups = Array.from({ length: 20 }, (_, n) => `${n}${"x".repeat(600)}`);
  expect(conditionOf(await setsItem(romeo, item("nurse@localhost", groups)))).toBe("not-acceptable");
});

test("RFC 6121 §2.3.3: a roster at its byte limit refuses contacts, and accepts changes that do not make it larger", async () => {
  const large = ["x".repeat(900)];
  const answers: string[] = [];
  for (let n = 0; n < 6; n++) answers.push(conditionOf(await setsItem(romeo, item(`c${n}@localhost`, large))));
  expect(answers.map((answer) => answer === "resource-constraint")).toEqual([false, false, false, true, true, true]);
  expect(await textOf(setsItem(romeo, item("c9@localhost", large)))).toContain("remove contacts or groups first");
  expect(conditionOf(await setsItem(romeo, item("c0@localhost", [...large, "y".repeat(1000)])))).toBe(
    "resource-constraint",
  );
  for (const groups of [large, ["x".repeat(800)], []])
    expect((await setsItem(romeo, item("c0@localhost", groups))).attrs.type).toBe("result");
  expect((await setsItem(romeo, item("c9@localhost", large))).attrs.type).toBe("result");
});

test("XEP-0191 §3.3: a block list has a byte limit, and a request beyond it changes nothing", async () => {
  const NS = "urn:xmpp:blocking";
  const blocks = (from: number, to: number) => {
    const items = Array.from({ length: to - from }, (_, n) => `<item jid="${from + n}${"x".repeat(50)}@localhost"/>`);
    return romeo.asks(`<iq type="set"><block xmlns="${NS}">${items.join("")}</block></iq>`);
  };
  const size = async () =>
    (await romeo.asks(`<iq type="get"><blocklist xmlns="${NS}"/></iq>`)).getChild("blocklist")?.children.length;
  expect((await blocks(10, 20)).attrs.type).toBe("result");
  expect(conditionOf(await blocks(20, 40))).toBe("resource-constraint");
  expect(await size()).toBe(10);
  // Addresses already on the list need no more storage.
  expect((await blocks(10, 25)).attrs.type).toBe("result");
  expect(await size()).toBe(15);
  // 15 of 62 bytes: 70 are left.
  const block = (length: number) =>
    romeo.asks(`<iq type="set"><block xmlns="${NS}"><item jid="${"y".repeat(length)}.example"/></block></iq>`);
  expect(conditionOf(await block(63))).toBe("resource-constraint");
  expect((await block(62)).attrs.type).toBe("result");
});

test("RFC 6121 §4.4: a presence beyond the weight limit is refused with a text, and neither stored nor broadcast", async () => {
  const { juliet } = fixture.actors;
  await settled(romeo, juliet);
  for (const [inside, isHeavy] of [
    ["x".repeat(4000), false],
    ["x".repeat(6000), true],
    ["<a/>".repeat(10), false],
    ["<a/>".repeat(30), true],
  ] as const) {
    for (const to of ["", ` to="${juliet.jid}"`]) {
      romeo.sends(`<presence${to}><status xmlns="u:x">${inside}</status></presence>`);
      if (!isHeavy)
        await (to ? juliet : romeo).receives(`<presence from="${romeo.jid}"><status xmlns="u:x"/></presence>`);
      else {
        const error = await romeo.receives('<presence type="error"/>');
        expect(conditionOf(error)).toBe("policy-violation");
        expect(String(error)).toContain("send a shorter one");
      }
    }
  }
  await settled(romeo, juliet);
  const otherSession = await enter(fixture.server, "romeo", "desk");
  otherSession.sends("<presence/>");
  const received = await otherSession.receives(`<presence from="${romeo.jid}"/>`);
  expect(String(received).length).toBeLessThan(5000);
  await otherSession.leaves();
});

test("RFC 6121 §2.3.3: a roster beyond a lowered limit can shrink, and cannot grow", async () => {
  await fixture.restart(["roster.max_size=1kB"]);
  ({ romeo } = fixture.actors);
  const answer = async (groups: readonly string[]) => conditionOf(await setsItem(romeo, item("c1@localhost", groups)));
  expect(await answer(["x".repeat(901)])).toBe("resource-constraint");
  expect(await answer(["x".repeat(899)])).toContain("no error");
});
