/** Prompts on a terminal: @clack/prompts, where Esc goes back. */
import type { Writable } from "node:stream";
import type { ReadStream } from "node:tty";
import { styleText } from "node:util";
import { intro, isCancel, log, outro, password, S_BAR, select, text, unicodeOr } from "@clack/prompts";
import { GoBack, Leave, type Line, type Mark, type Progress, type ProgressControl, type Prompts } from "./prompts.ts";
import { showProgress } from "./waiting.ts";

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** `input` must be a terminal. `hint` says which keys do what. */
export function terminalPrompts(input: ReadStream, output: Writable, hint: string): Prompts {
  // clack cancels alike for Esc and for Ctrl-C: the key that was pressed last tells them apart.
  let last: Key = {};
  let interrupted: (() => void) | undefined;
  const remember = (_: string | undefined, key: Key): void => {
    last = key;
    if (key.ctrl && key.name === "c") interrupted?.();
  };
  input.on("keypress", remember);

  const answered = (value: string | symbol | undefined): string => {
    if (!isCancel(value)) return String(value ?? "");
    throw last.name === "escape" ? new GoBack() : new Leave();
  };
  const streams = { input, output };
  // Keys typed meanwhile are neither shown nor kept for the next question.
  const startProgress = (progress: Progress): (() => void) => {
    const stopShowing = showProgress(output, styleText("gray", S_BAR), progress);
    input.setRawMode(true);
    input.resume();
    return () => {
      stopShowing();
      input.setRawMode(false);
      input.pause();
    };
  };

  return {
    open: (title) => {
      intro(title, { output });
      log.message(styleText("dim", hint), { output });
    },
    show: (heading, lines) => {
      const inside = lines.filter(({ mark }) => mark !== "paste").map(printed);
      log.step([heading, ...inside].join("\n"), { output });
      const outside = lines.filter(({ mark }) => mark === "paste").map((line) => line.text);
      // Without the bar in front, so that the lines can be marked with the mouse as they are.
      if (outside.length > 0) output.write(`\n${outside.join("\n")}\n\n`);
    },
    choose: async ({ message, choices, initial }) => {
      const options = choices.map(({ value, label, hint: more }) => ({
        value,
        label,
        ...(more ? { hint: more } : {}),
      }));
      // The type of clack's options depends on whether the value is a plain one, which a type parameter hides from it.
      const asked = select<string>({ ...streams, message, options, initialValue: initial, showInstructions: false });
      const value = answered(await asked);
      return choices.find((choice) => choice.value === value)?.value ?? initial;
    },
    ask: async ({ message, initial, isEarlier, example = "", check }) =>
      answered(
        await text({
          ...streams,
          message,
          // An earlier answer stands in the field; once it is deleted, nothing is meant.
          ...(isEarlier
            ? { initialValue: initial, placeholder: example, defaultValue: "" }
            : { placeholder: initial || example, defaultValue: initial }),
          validate: (typed) => check(typed || (isEarlier ? "" : initial)),
        }),
      ),
    askSecret: async ({ message, check }) =>
      answered(await password({ ...streams, message, validate: (typed) => check(typed ?? "") })),
    waitFor: (progress, work) => {
      let stopShowing = startProgress(progress);
      const aborted = new Promise<never>((_, reject) => {
        interrupted = () => reject(new Leave());
      });
      const pause: ProgressControl["pause"] = async (act) => {
        stopShowing();
        const result = await act();
        stopShowing = startProgress(progress);
        return result;
      };
      return Promise.race([work({ pause }), aborted]).finally(() => {
        interrupted = undefined;
        stopShowing();
      });
    },
    isUnattended: false,
    close: (title, lines) => {
      outro(title, { output });
      output.write(`${lines.map((line) => (line === "" ? "" : `   ${line}`)).join("\n")}\n`);
    },
    end: () => {
      input.off("keypress", remember);
      input.pause();
      input.unref();
    },
  };
}

const SIGNS: Readonly<Record<Mark, () => string>> = {
  right: () => `${styleText("green", unicodeOr("✔", "+"))} `,
  wrong: () => `${styleText("red", unicodeOr("✘", "x"))} `,
  note: () => `${styleText("yellow", "!")} `,
  plain: () => "",
  paste: () => "",
};

const printed = ({ mark, text: line }: Line): string => `${SIGNS[mark]()}${line}`;
