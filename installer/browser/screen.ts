/** What a browser shows of the wizard: plain data, from which pages are made. */
import type { Choice, Line, NextPage } from "../prompts.ts";

/** A heading and the lines under it, or a QR code. */
export interface Block {
  readonly heading: string;
  readonly lines: readonly Line[];
  /** What a QR code below it says. */
  readonly code?: string | undefined;
  /** Of a step that is over. */
  readonly isEarlier?: boolean;
}

/** A line of text that is asked for. */
export interface AskedText {
  readonly message: string;
  /** What stands in the field: an earlier answer, or a suggestion. */
  readonly value: string;
  readonly example: string;
  /** What was wrong with the last answer. */
  readonly problem: string | undefined;
}

export type Question =
  | {
      readonly kind: "choose";
      readonly message: string;
      readonly choices: readonly Choice<string>[];
      readonly initial: string;
    }
  | ({ readonly kind: "ask"; readonly takesBackup: boolean } & AskedText)
  | ({ readonly kind: "secret" } & Omit<AskedText, "value">)
  | {
      readonly kind: "watch";
      readonly lines: readonly Line[];
      readonly watching: string | undefined;
      /** By key: what it does. */
      readonly actions: Readonly<Record<string, string>>;
    };

export type Present =
  | Question
  /** `advice`: what to do about it, once it takes long. */
  | { readonly kind: "wait"; readonly message: string | undefined; readonly advice: string | undefined }
  | {
      readonly kind: "closed";
      readonly title: string;
      readonly lines: readonly string[];
      readonly next: NextPage | undefined;
      /** Whether it can be tried again: setup could not go on. */
      readonly isFailure: boolean;
    };

export interface Screen {
  /** Changes with each question: an answer says which one it is for. */
  readonly id: number;
  /** The heading of the step with its lines, where it has one. */
  readonly step: Block | undefined;
  /** What was shown since the last answer. */
  readonly blocks: readonly Block[];
  readonly now: Present;
  readonly canGoBack: boolean;
  /** Others could read what is typed. */
  readonly isOverheard: boolean;
}

/** What a browser answers. */
export type Answer = { readonly kind: "text"; readonly text: string } | { readonly kind: "key"; readonly key: string };
