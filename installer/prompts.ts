/** How a step shows and asks: @clack/prompts on a terminal, or flags where nobody answers. */
import type { Language } from "../src/messages/language.ts";

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string | undefined;
}

export interface ChoiceQuestion<Value extends string> {
  readonly message: string;
  readonly choices: readonly Choice<Value>[];
  /** Taken by Enter alone. */
  readonly initial: Value;
  /** Taken where nobody answers, if that is not what Enter takes. */
  readonly unattended?: Value;
}

export interface TextQuestion {
  readonly message: string;
  /** Taken by Enter alone; empty where there is no default. */
  readonly initial: string;
  /** `initial` is what was answered before: it can be edited, not only replaced. */
  readonly isEarlier?: boolean;
  /** What an answer looks like, or what an empty one means. */
  readonly example?: string;
  /** The path of a backup is an answer, too: a browser may send the file itself. */
  readonly takesBackup?: boolean;
  /** What is wrong with the answer, as a sentence; undefined accepts it. */
  readonly check: (text: string) => string | undefined;
}

/** The sign before a line: `✔ A  example.com`. */
export type Mark =
  | "right"
  | "wrong"
  | "note"
  | "plain"
  /** To be copied from the screen as it is. */
  | "paste";
export interface Line {
  readonly mark: Mark;
  readonly text: string;
}

/** What is shown while something takes time. */
export interface Progress {
  /** A function where it changes meanwhile. */
  readonly message: string | (() => string);
  /** Shown after ten seconds: what to do about it. */
  readonly whenLong: string;
}

export interface ProgressControl {
  /** Stops showing progress while `act` asks or shows something. */
  readonly pause: <Result>(act: () => Promise<Result>) => Promise<Result>;
}

/** Milliseconds between two looks, as people are told. */
export const WATCH_MS = 5000;

/** A list that is looked at again and again, until all of it is right or a key is pressed. */
export interface WatchedList<State, Key extends string> {
  readonly first: State;
  readonly look: () => Promise<State>;
  /** Milliseconds between two looks. */
  readonly everyMs: number;
  /** `width`: the columns of a line with a sign. */
  readonly lines: (state: State, width: number) => readonly Line[];
  readonly isDone: (state: State) => boolean;
  /** What is said of the watching itself. */
  readonly watching?: string;
  /** What ends it: letters with what they do, and what Enter does. */
  readonly actions: Readonly<Record<Key | "enter", string>>;
}

export interface WatchEnd<State, Key extends string> {
  readonly key: Key | "enter" | "done";
  readonly state: State;
}

/** A page of the server that was set up. */
export interface NextPage {
  readonly url: string;
  readonly label: string;
}

/** Each question may throw GoBack (Esc) or Leave (Ctrl-C). */
export interface Prompts {
  readonly open: (title: string) => void;
  /** A step begins: the next heading is its own, if it has one, and is repeated for a question when it has left the screen. */
  readonly startStep: (hasHeading: boolean) => void;
  /** A heading and the lines under it. */
  readonly show: (heading: string, lines: readonly Line[]) => void;
  /** A QR code, where the terminal has colours and room for it; otherwise nothing. */
  readonly showCode: (text: string) => void;
  readonly choose: <Value extends string>(question: ChoiceQuestion<Value>) => Promise<Value>;
  readonly watch: <State, Key extends string>(list: WatchedList<State, Key>) => Promise<WatchEnd<State, Key>>;
  readonly ask: (question: TextQuestion) => Promise<string>;
  /** A password: not shown while typed, empty allowed where `check` allows it. */
  readonly askSecret: (question: Omit<TextQuestion, "initial">) => Promise<string>;
  /** The result of `work`; progress is shown once it takes longer than a moment. */
  readonly waitFor: <Result>(
    progress: Progress,
    work: (control: ProgressControl) => Promise<Result>,
  ) => Promise<Result>;
  /** Nobody answers: a script. */
  readonly isUnattended: boolean;
  /** Others in the network could read what is typed: a browser on another machine, without TLS. */
  readonly canBeOverheard: () => boolean;
  /** `next`: where a browser can go on from here. */
  readonly close: (title: string, lines: readonly string[], next?: NextPage) => void;
  /** There are no more questions. */
  readonly end: () => void;
}

/** The person wants the question before this one. */
export class GoBack extends Error {}

/** The person wants to stop here; what was answered is kept. */
export class Leave extends Error {}

/** The person wants another language: whoever has started the steps starts them anew in it, from the one that asked. */
export class ChangeLanguage extends Leave {
  readonly language: Language;

  constructor(language: Language) {
    super(language);
    this.language = language;
  }
}

/** The letters among what ends the watching of a list. */
export const lettersOf = <Key extends string>(actions: Readonly<Record<Key | "enter", string>>): readonly Key[] =>
  (Object.keys(actions) as (Key | "enter")[]).filter((each): each is Key => each !== "enter");

export const plain = (...lines: string[]): Line[] => lines.map((text) => ({ mark: "plain", text }));
export const toPaste = (lines: readonly string[]): Line[] => lines.map((text) => ({ mark: "paste", text }));
