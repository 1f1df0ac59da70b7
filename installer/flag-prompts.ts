/** The questions where nobody is there to answer: what flags say, else what Enter would take. */
import type { Mark, Prompts } from "./prompts.ts";

const SIGNS: Readonly<Record<Mark, string>> = {
  right: "ok       ",
  wrong: "missing  ",
  note: "note     ",
  plain: "",
  paste: "",
};

/** What a flag says cannot be taken: `problem` is the sentence that a person would have read below the question. */
export class InvalidFlag extends Error {}

/** `say` is given each line of what a person would see. */
export function flagPrompts(say: (line: string) => void): Prompts {
  return {
    open: (title) => say(title),
    show: (heading, lines) => {
      say("");
      say(heading);
      for (const { mark, text } of lines) say(mark === "paste" ? text : `  ${SIGNS[mark]}${text}`.trimEnd());
    },
    choose: ({ initial, unattended }) => Promise.resolve(unattended ?? initial),
    ask: ({ message, initial, check }) => {
      const problem = check(initial);
      return problem ? Promise.reject(new InvalidFlag(`${message} ${initial}: ${problem}`)) : Promise.resolve(initial);
    },
    askSecret: ({ message }) => Promise.reject(new InvalidFlag(message)),
    waitFor: (_, work) => work({ pause: (act) => act() }),
    isUnattended: true,
    close: (title, lines) => {
      say("");
      for (const line of [title, "", ...lines]) say(line);
    },
    end: () => {},
  };
}
