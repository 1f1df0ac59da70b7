/** Prompts on a terminal: @clack/prompts, where Esc goes back. */
import type { ReadStream, WriteStream } from "node:tty";
import { styleText } from "node:util";
import { intro, isCancel, log, outro, password, S_BAR, select, text, unicodeOr } from "@clack/prompts";
import type { SetupMessages } from "../src/messages/setup.ts";
import { qrLines } from "../src/qr-code.ts";
import { fitClosing } from "./fit.ts";
import { openPage, type Page, USUAL } from "./page.ts";
import {
  GoBack,
  Leave,
  type Line,
  lettersOf,
  type Mark,
  type Progress,
  type ProgressControl,
  type Prompts,
} from "./prompts.ts";
import { showProgress } from "./waiting.ts";
import { fitting, listenForKeys, openRegion, watchList } from "./watching.ts";

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** `input` must be a terminal. */
export function terminalPrompts(
  input: ReadStream,
  output: WriteStream,
  messages: Pick<SetupMessages, "keys" | "part" | "action" | "enter">,
): Prompts {
  const page = openPage(output);
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
  const problem = (said: string | undefined): string | undefined => said && page.fit(said).join(UNDER_END);
  const streams = { input, output };
  // Keys typed meanwhile are neither shown nor kept for the next question.
  const startProgress = (progress: Progress): (() => void) => {
    const stopShowing = showProgress(output, bar, page, progress);
    input.setRawMode(true);
    input.resume();
    return () => {
      stopShowing();
      input.setRawMode(false);
      input.pause();
    };
  };

  const bar = `\n${styleText("gray", S_BAR)}  `;

  return {
    open: (title) => {
      intro(page.fit(title).join(bar), { output });
      log.message(
        page.fit(messages.keys).map((line) => styleText("dim", line)),
        { output },
      );
    },
    startStep: page.startStep,
    show: (heading, lines) => {
      const inside = lines.filter(({ mark }) => mark !== "paste").flatMap((line) => printed(line, page));
      const headings = page.fit(heading);
      log.step([...headings, ...inside].join("\n"), { output });
      const outside = lines.filter(({ mark }) => mark === "paste").flatMap((line) => page.fitRecord(line.text));
      // Without the bar in front, so that the lines can be marked with the mouse as they are.
      if (outside.length > 0) output.write(`\n${outside.join("\n")}\n\n`);
      page.hasShown(heading, headings.length + inside.length + 1 + (outside.length > 0 ? outside.length + 2 : 0));
    },
    showCode: (link) => {
      const lines = codeLines(link, output);
      if (lines.length > 0) output.write(`\n${lines.join("\n")}\n\n`);
      page.hasShown("", lines.length + 2);
    },
    choose: async ({ message, choices, initial }) => {
      const options = choices.map(({ value, label, hint: more }) => ({
        value,
        // Under the first letter, behind the sign.
        label: page.fit(label, SIGN_WIDTH + colourLength()).join("\n  "),
        ...(more ? { hint: more } : {}),
      }));
      const title = page.question(message, choices.length).join("\n");
      // The type of clack's options depends on whether the value is a plain one, which a type parameter hides from it.
      const asked = select<string>({
        ...{ ...streams, message: title, options, initialValue: initial, showInstructions: false },
      });
      const value = answered(await asked);
      return choices.find((choice) => choice.value === value)?.value ?? initial;
    },
    watch: async (list) => {
      const region = openRegion(output, output.columns || USUAL.columns);
      const letters = lettersOf(list.actions);
      const pressed = [
        ...letters.map((key) => messages.action(key, list.actions[key])),
        messages.action(messages.enter, list.actions.enter),
      ].join(" · ");
      const said = list.watching === undefined ? [pressed] : [list.watching, pressed];
      const keys = ["", ...said.flatMap((line) => page.fit(line)).map((line) => styleText("dim", line))];
      let height = 0;
      let skipped = 0;
      let redraw = (): void => {};
      const draw = (state: Parameters<typeof list.lines>[0]): void => {
        redraw = () => draw(state);
        const hint = list.isDone(state) ? [] : keys;
        const rows = list
          .lines(state, page.width(SIGN_WIDTH))
          .flatMap((line) => printed(line, page).map((each) => ({ mark: line.mark, text: each })));
        const head = page.lostHeading(rows.length + hint.length + LINES_AROUND);
        const room = (output.rows || USUAL.rows) - hint.length - head.length - LINES_AROUND;
        const { lines, part } = fitting(rows, room, skipped);
        skipped = part ? part.first - 1 : 0;
        const shown = [
          ...lines.map(({ text: each }) => each),
          ...(part ? [styleText("dim", messages.part(part))] : []),
        ];
        const drawn = ["", ...head, ...shown, ...hint].map((line) => `${styleText("gray", S_BAR)}  ${line}`.trimEnd());
        height = drawn.length;
        region.draw(drawn);
      };
      const scroll = (by: number): void => {
        skipped = Math.max(0, skipped + by);
        redraw();
      };
      const end = await watchList(list, draw, listenForKeys(input, letters, scroll));
      page.hasShown("", height);
      return end;
    },
    ask: async ({ message, initial, isEarlier, example = "", check }) =>
      answered(
        await text({
          ...streams,
          message: page.question(message).join(bar),
          // An earlier answer stands in the field; once it is deleted, nothing is meant.
          ...(isEarlier
            ? { initialValue: initial, placeholder: example, defaultValue: "" }
            : { placeholder: initial || example, defaultValue: initial }),
          validate: (typed) => problem(check(typed || (isEarlier ? "" : initial))),
        }),
      ),
    askSecret: async ({ message, check }) =>
      answered(
        await password({
          ...streams,
          message: page.question(message).join(bar),
          validate: (typed) => problem(check(typed ?? "")),
        }),
      ),
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
    canBeOverheard: () => false,
    close: (title, lines) => {
      outro(page.fit(title).join(UNDER_END), { output });
      output.write(
        `${lines
          .flatMap((line) => fitClosing(line, page.width()))
          .map((line) => (line === "" ? "" : `   ${line}`))
          .join("\n")}\n`,
      );
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

/** Of a question with two choices that stands below a code. */
const LINES_BELOW_CODE = 6;

/** None on a terminal without colours, and where a question below would push a part of it off the screen. */
function codeLines(link: string, { columns = USUAL.columns, rows = USUAL.rows }: WriteStream): readonly string[] {
  if (process.env.NO_COLOR || process.env.TERM === "dumb") return [];
  return qrLines(link, { columns, rows: rows - LINES_BELOW_CODE });
}

/** Around a list that is watched: the bar above it, the cursor below it. */
const LINES_AROUND = 2;
/** The columns of a sign and the space behind it. */
const SIGN_WIDTH = 2;
/** clack takes what colours its bar for columns of choices, and would break them there itself. */
const colourLength = (): number => styleText("cyan", S_BAR).length - S_BAR.length;
/** Below the sign at the end of the bar. */
const UNDER_END = "\n   ";

function printed({ mark, text: line }: Line, { fit }: Page): string[] {
  const sign = SIGNS[mark]();
  if (sign === "") return fit(line);
  return fit(line, SIGN_WIDTH).map((part, index) => `${index === 0 ? sign : " ".repeat(SIGN_WIDTH)}${part}`);
}
