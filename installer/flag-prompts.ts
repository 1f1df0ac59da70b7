/** Prompts of a script: answers come from flags, else what Enter would take. */
import { WIDTH } from "../src/messages/wrap.ts";
import { fit } from "./fit.ts";
import type { Mark, Prompts } from "./prompts.ts";

const SIGNS: Readonly<Record<Mark, string>> = {
  right: "ok       ",
  wrong: "problem  ",
  note: "note     ",
  plain: "",
  paste: "",
};

/** All lines of the text stand behind the sign. */
function signed(sign: string, text: string): string[] {
  const indent = `  ${sign}`;
  return fit(text, WIDTH - indent.length).map((line, at) => (at === 0 ? indent : " ".repeat(indent.length)) + line);
}

/** The value of a flag is not accepted; the message ends with the sentence that a person would read. */
export class InvalidFlag extends Error {}

/** `say` is called with each line that a person would see. */
export function flagPrompts(say: (line: string) => void): Prompts {
  return {
    open: (title) => say(title),
    startStep: () => {},
    show: (heading, lines) => {
      say("");
      say(heading);
      for (const { mark, text } of lines)
        if (mark === "paste") say(text);
        else for (const line of signed(SIGNS[mark], text)) say(line);
    },
    showCode: () => {},
    choose: ({ initial, unattended }) => Promise.resolve(unattended ?? initial),
    ask: ({ message, initial, check }) => {
      const problem = check(initial);
      return problem ? Promise.reject(new InvalidFlag(`${message} ${initial}: ${problem}`)) : Promise.resolve(initial);
    },
    askSecret: ({ message }) => Promise.reject(new InvalidFlag(message)),
    watch: ({ first }) => Promise.resolve({ key: "enter", state: first }),
    waitFor: (_, work) => work({ pause: (act) => act() }),
    isUnattended: true,
    canBeOverheard: () => false,
    close: (title, lines) => {
      say("");
      for (const line of [title, "", ...lines]) say(line);
    },
    end: () => {},
  };
}
