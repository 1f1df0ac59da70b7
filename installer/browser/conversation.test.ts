/** The wizard's prompts, answered as a browser does. */
import { describe, expect, test } from "bun:test";
import { ChangeLanguage, GoBack, Leave } from "../prompts.ts";
import { openConversation } from "./conversation.ts";
import type { Present } from "./screen.ts";
import { openTurns } from "./turns.ts";

function open(isOverheard = false) {
  let now = 0;
  const turns = openTurns();
  const conversation = openConversation({
    ...{ turns, language: "en" as const },
    clock: { monotonic: () => now },
    isOverheard: () => isOverheard,
  });
  const { prompts, screen } = conversation;
  return {
    ...{ ...conversation, prompts, screen, turns },
    now: (): Present => screen().now,
    id: () => screen().id,
    text: (text: string) => conversation.answer(screen().id, { kind: "text", text }),
    key: (key: string) => conversation.answer(screen().id, { kind: "key", key }),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

const refuseB = (text: string) => (text === "b" ? "not b" : undefined);
const choices = [
  { value: "yes", label: "Yes" },
  { value: "no", label: "No" },
] as const;

describe("a text", () => {
  test("is asked for again with what is wrong with it and what was typed, and taken when it is right", async () => {
    const { prompts, now, text } = open();
    const typed = prompts.ask({ message: "Which?", initial: "a", isEarlier: true, check: refuseB });
    expect(now()).toMatchObject({ kind: "ask", message: "Which?", value: "a", problem: undefined });
    expect(text("b")).toBe(true);
    expect(now()).toMatchObject({ kind: "ask", value: "b", problem: "not b" });
    text("c");
    expect(await typed).toBe("c");
  });

  test("an empty one is the suggestion, as Enter is; where an earlier answer stands there, it is empty", async () => {
    const { prompts, text } = open();
    const suggested = prompts.ask({ message: "", initial: "a", check: () => undefined });
    text("");
    expect(await suggested).toBe("a");
    const emptied = prompts.ask({ message: "", initial: "a", isEarlier: true, check: () => undefined });
    text("");
    expect(await emptied).toBe("");
  });

  test("a secret is never shown again", async () => {
    const { prompts, screen, text } = open();
    const typed = prompts.askSecret({ message: "Password", check: refuseB });
    text("b");
    expect(screen().now).toMatchObject({ kind: "secret", problem: "not b" });
    text("hunter2!");
    expect(await typed).toBe("hunter2!");
    expect(JSON.stringify(screen())).not.toContain("hunter2!");
  });
});

test("of choices one is taken that was offered, and no other", async () => {
  const { prompts, text, key } = open();
  const chosen = prompts.choose({ message: "?", choices, initial: "yes" });
  expect([text("perhaps"), key("yes"), text("no")]).toEqual([false, false, true]);
  expect(await chosen).toBe("no");
});

test("an answer to a question that is not asked any more is none, however often it is sent", async () => {
  const { prompts, id, answer } = open();
  const first = prompts.choose({ message: "1", choices, initial: "yes" });
  const sent = id();
  expect(answer(sent, { kind: "text", text: "no" })).toBe(true);
  await first;
  const second = prompts.choose({ message: "2", choices, initial: "yes" });
  expect(answer(sent, { kind: "text", text: "no" })).toBe(false);
  expect(answer(id(), { kind: "text", text: "yes" })).toBe(true);
  expect(await second).toBe("yes");
});

describe("a watched list", () => {
  const list = (looks: readonly number[]) => {
    const left = [...looks];
    return {
      first: 0,
      look: async () => left.shift() ?? Promise.withResolvers<number>().promise,
      everyMs: 0,
      lines: (state: number) => [{ mark: "plain" as const, text: `${state}` }],
      isDone: (state: number) => state === 3,
      watching: "again and again",
      actions: { f: "as a form", enter: "go on" },
    };
  };

  test("a key that was offered ends it", async () => {
    const { prompts, now, key, text } = open();
    const ended = prompts.watch(list([]));
    expect(now()).toMatchObject({ kind: "watch", lines: [{ text: "0" }], watching: "again and again" });
    expect([key("x"), text("f"), key("f")]).toEqual([false, false, true]);
    expect(await ended).toEqual({ key: "f", state: 0 });
  });

  test("what is right at last is shown with what follows", async () => {
    const { prompts, screen } = open();
    expect(await prompts.watch(list([1, 2, 3]))).toEqual({ key: "done", state: 3 });
    expect(screen().blocks).toEqual([{ heading: "", lines: [{ mark: "plain", text: "3" }] }]);
  });
});

describe("what is shown", () => {
  test("stands above the next question, and not above the one after; the heading of a step stays", async () => {
    const { prompts, screen, text } = open();
    prompts.startStep(true);
    prompts.show("2 of 5   Ports", []);
    prompts.show("Found", [{ mark: "right", text: "5222" }]);
    const first = prompts.choose({ message: "1", choices, initial: "yes" });
    expect([screen().step?.heading, screen().blocks.map(({ heading }) => heading)]).toEqual([
      "2 of 5   Ports",
      ["Found"],
    ]);
    text("no");
    await first;
    void prompts.choose({ message: "2", choices, initial: "yes" }).catch(() => {});
    expect([screen().step?.heading, screen().blocks]).toEqual(["2 of 5   Ports", []]);
  });

  test("a step that asks nothing is seen with the next one", () => {
    const { prompts, screen } = open();
    prompts.startStep(true);
    prompts.show("2 of 5   Ports", []);
    prompts.startStep(true);
    prompts.show("3 of 5   Router", []);
    expect(screen().blocks).toEqual([{ heading: "2 of 5   Ports", lines: [], isEarlier: true }]);
    expect(screen().step?.heading).toBe("3 of 5   Router");
  });

  test("a code belongs to what was shown before it", () => {
    const { prompts, screen } = open();
    prompts.show("Link", []);
    prompts.showCode("https://example.com");
    expect(screen().blocks).toEqual([{ heading: "Link", lines: [], code: "https://example.com" }]);
  });
});

describe("whoever goes elsewhere", () => {
  test("goes back where something was answered before", async () => {
    const { prompts, goBack, id, text, screen } = open();
    const first = prompts.choose({ message: "1", choices, initial: "yes" });
    expect([screen().canGoBack, goBack(id())]).toEqual([false, false]);
    text("yes");
    await first;
    const second = prompts.choose({ message: "2", choices, initial: "yes" });
    expect([screen().canGoBack, goBack(id() - 1), goBack(id())]).toEqual([true, false, true]);
    expect(second).rejects.toBeInstanceOf(GoBack);
  });

  test("leaves a question, what is waited for, and all that would be asked after", async () => {
    const { prompts, leave } = open();
    const asked = prompts.choose({ message: "1", choices, initial: "yes" });
    leave();
    expect(asked).rejects.toBeInstanceOf(Leave);
    expect(prompts.choose({ message: "2", choices, initial: "yes" })).rejects.toBeInstanceOf(Leave);
    const other = open();
    const waited = other.prompts.waitFor({ message: "", whenLong: "" }, () => Promise.withResolvers<void>().promise);
    other.leave();
    expect(waited).rejects.toBeInstanceOf(Leave);
  });

  test("changes the language of the present question, or of the next one", async () => {
    const { prompts, changeLanguage } = open();
    const asked = prompts.choose({ message: "1", choices, initial: "yes" });
    changeLanguage("en");
    changeLanguage("fr");
    expect(await asked.catch((error: unknown) => error)).toEqual(new ChangeLanguage("fr"));
    const other = open();
    other.changeLanguage("fr");
    expect(other.prompts.askSecret({ message: "", check: () => undefined })).rejects.toBeInstanceOf(ChangeLanguage);
  });
});

test("what takes long says what to do about it after ten seconds, and how far it is", async () => {
  const { prompts, now, pass, turns } = open();
  const work = Promise.withResolvers<string>();
  let percent = 1;
  const waited = prompts.waitFor({ message: () => `${percent} %`, whenLong: "patience" }, () => work.promise);
  expect(now()).toEqual({ kind: "wait", message: "1 %", advice: undefined });
  pass(10_000);
  percent = 2;
  expect(now()).toEqual({ kind: "wait", message: "2 %", advice: "patience" });
  let isSettled = false;
  void turns.settled().then(() => {
    isSettled = true;
  });
  work.resolve("done");
  expect(await waited).toBe("done");
  expect(isSettled).toBe(false);
  void prompts.choose({ message: "1", choices, initial: "yes" }).catch(() => {});
  await turns.settled();
});

test("where setup could not go on it says why, and is tried again when the person wants that", async () => {
  const { failed, now, key, text } = open();
  const again = failed("That is all", ["no disk"]);
  expect(now()).toMatchObject({ kind: "closed", title: "That is all", lines: ["no disk"], isFailure: true });
  expect([text("again"), key("again")]).toEqual([false, true]);
  await again;
});
