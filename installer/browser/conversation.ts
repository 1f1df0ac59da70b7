/** Prompts in a browser: what is shown and asked waits here until a page fetches it, an answer until a form brings it. */
import type { Clock } from "../../src/clock.ts";
import type { Language } from "../../src/messages/language.ts";
import {
  ChangeLanguage,
  GoBack,
  Leave,
  lettersOf,
  type Progress,
  type ProgressControl,
  type Prompts,
  type WatchEnd,
  type WatchedList,
} from "../prompts.ts";
import { watchList } from "../watching.ts";
import { collectBlocks } from "./blocks.ts";
import type { Answer, Present, Question, Screen } from "./screen.ts";
import type { Turns } from "./turns.ts";

export interface Conversation {
  readonly prompts: Prompts;
  screen(): Screen;
  /** False, and nothing done, where the question `id` is not the present one, or the answer is none of its answers. */
  answer(id: number, answer: Answer): boolean;
  goBack(id: number): boolean;
  /** The person stops here, whatever is asked or waited for. */
  leave(): void;
  /** Steps that are asked from now on throw ChangeLanguage; the present question does so at once. */
  changeLanguage(language: Language): void;
  /** Setup could not go on. Resolves when the person wants to try again, rejects with Leave. */
  failed(title: string, lines: readonly string[]): Promise<void>;
  /** Since when an answer is waited for, as the clock's `monotonic` counts; undefined where none is. */
  waitingSince(): number | undefined;
}

export interface ConversationDeps {
  readonly clock: Pick<Clock, "monotonic">;
  readonly isOverheard: () => boolean;
  /** Of the texts that the steps show. */
  readonly language: Language;
  readonly turns: Turns;
}

/** Milliseconds after which what is said of something that takes long is shown. */
const ADVISE_AFTER_MS = 10_000;
/** Columns: no line is broken here, a browser breaks them itself. */
const WIDTH = 10_000;
const IDLE: Present = { kind: "wait", message: undefined, advice: undefined };

/** The present question. */
interface Asked {
  /** False where it is none of its answers. */
  readonly take: (answer: Answer) => boolean;
  readonly reject: (reason: Error) => void;
  readonly since: number;
}

export function openConversation({ clock, isOverheard, language, turns }: ConversationDeps): Conversation {
  const collected = collectBlocks();
  let id = turns.nextId();
  let answered = 0;
  let present = (): Present => IDLE;
  let asked: Asked | undefined;
  let left: Leave | undefined;
  let wanted = language;
  let interrupt: ((reason: Leave) => void) | undefined;

  const become = (what: () => Present, taking: Asked | undefined): void => {
    present = what;
    asked = taking;
    if (taking !== undefined || what().kind === "closed") turns.theirs();
    else turns.ours();
  };

  /** Shows a question; what ends it, once, makes room for the next one. Throws Leave and ChangeLanguage. */
  const begin = (what: () => Question, take: Asked["take"], reject: Asked["reject"]): void => {
    if (left) throw left;
    if (wanted !== language) throw new ChangeLanguage(wanted);
    id = turns.nextId();
    become(what, { take, reject, since: clock.monotonic() });
  };
  const end = (): void => {
    collected.forget();
    become(() => IDLE, undefined);
  };
  const accept = (): void => {
    answered += 1;
    end();
  };
  const rejectAsked = (reason: Error): void => {
    const { reject } = asked ?? {};
    if (reject) end();
    reject?.(reason);
  };

  const ask = async <Result>(
    what: () => Question,
    /** The result; undefined where the answer is not accepted, false where it is none. */
    resultOf: (answer: Answer) => { readonly result: Result } | undefined | false,
  ): Promise<Result> => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const take = (answer: Answer): boolean => {
      const found = resultOf(answer);
      if (found === false) return false;
      if (found) {
        accept();
        resolve(found.result);
      }
      return true;
    };
    begin(what, take, reject);
    return await promise;
  };

  const askText = (question: (problem?: string, typed?: string) => Question, check: Check): Promise<string> => {
    let [problem, typed]: (string | undefined)[] = [];
    return ask(
      () => question(problem, typed),
      (answer) => {
        if (answer.kind !== "text") return false;
        typed = answer.text;
        problem = check(typed);
        return problem === undefined ? { result: typed } : undefined;
      },
    );
  };

  const watch = async <State, Key extends string>(list: WatchedList<State, Key>): Promise<WatchEnd<State, Key>> => {
    const { watching, actions } = list;
    const keys = ["enter", ...lettersOf(actions)] as const;
    let state = list.first;
    const lines = () => list.lines(state, WIDTH);
    const ended = await watchList(
      list,
      (seen) => {
        state = seen;
      },
      (pressed) => {
        const take = (answer: Answer): boolean => {
          const key = keys.find((each) => answer.kind === "key" && each === answer.key);
          if (key === undefined) return false;
          accept();
          pressed(key);
          return true;
        };
        begin(() => ({ kind: "watch", lines: lines(), watching, actions }), take, pressed);
        return end;
      },
    );
    // What has become right is seen with what follows.
    if (ended.key === "done") collected.show("", lines());
    return ended;
  };

  const waitFor = async <Result>(
    { message, whenLong }: Progress,
    work: (control: ProgressControl) => Promise<Result>,
  ): Promise<Result> => {
    if (left) throw left;
    const since = clock.monotonic();
    const show = (): void =>
      become(() => {
        const advice = clock.monotonic() - since >= ADVISE_AFTER_MS ? whenLong : undefined;
        return { kind: "wait", message: typeof message === "string" ? message : message(), advice };
      }, undefined);
    const pause: ProgressControl["pause"] = async (act) => {
      const result = await act();
      show();
      return result;
    };
    show();
    const interrupted = new Promise<never>((_, reject) => {
      interrupt = reject;
    });
    return await Promise.race([work({ pause }), interrupted]).finally(() => {
      interrupt = undefined;
      become(() => IDLE, undefined);
    });
  };

  const prompts: Prompts = {
    open: () => {},
    startStep: collected.startStep,
    show: collected.show,
    showCode: collected.showCode,
    choose: async ({ message, choices, initial }) =>
      await ask(
        () => ({ kind: "choose", message, choices, initial }),
        (answer) => {
          const choice = choices.find(({ value }) => answer.kind === "text" && value === answer.text);
          return choice !== undefined && { result: choice.value };
        },
      ),
    ask: async ({ message, initial, isEarlier, example = "", takesBackup = false, check }) => {
      const meant = (text: string): string => text || (isEarlier ? "" : initial);
      const typed = await askText(
        (problem, text = initial) => ({ kind: "ask", message, value: text, example, problem, takesBackup }),
        (text) => check(meant(text)),
      );
      return meant(typed);
    },
    askSecret: async ({ message, example = "", check }) =>
      await askText((problem) => ({ kind: "secret", message, example, problem }), check),
    watch,
    waitFor,
    isUnattended: false,
    canBeOverheard: isOverheard,
    close: (title, lines, next) => become(() => ({ kind: "closed", title, lines, next, isFailure: false }), undefined),
    end: () => {},
  };

  return {
    prompts,
    screen: () => {
      const canGoBack = asked !== undefined && answered > 0;
      return { id, ...collected.shown(), now: present(), canGoBack, isOverheard: isOverheard() };
    },
    answer: (to, answer) => to === id && asked !== undefined && asked.take(answer),
    goBack: (from) => {
      if (from !== id || asked === undefined || answered === 0) return false;
      rejectAsked(new GoBack());
      return true;
    },
    leave: () => {
      left = new Leave();
      rejectAsked(left);
      interrupt?.(left);
    },
    changeLanguage: (to) => {
      wanted = to;
      if (to !== language) rejectAsked(new ChangeLanguage(to));
    },
    failed: (title, lines) => {
      if (left) return Promise.reject(left);
      id = turns.nextId();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const take = (answer: Answer): boolean => {
        if (answer.kind !== "key") return false;
        end();
        resolve();
        return true;
      };
      const what: Present = { kind: "closed", title, lines, next: undefined, isFailure: true };
      become(() => what, { take, reject, since: clock.monotonic() });
      return promise;
    },
    waitingSince: () => asked?.since,
  };
}

type Check = (text: string) => string | undefined;
