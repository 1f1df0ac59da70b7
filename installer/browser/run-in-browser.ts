/** The wizard for a browser: begun in its language, begun again where it wants another one, or where setup could not go on. */
import type { Clock } from "../../src/clock.ts";
import type { Language } from "../../src/messages/language.ts";
import { setupMessages } from "../../src/messages/setup.ts";
import { setupBrowserMessages, wizardMessagesInBrowser } from "../../src/messages/setup-browser.ts";
import type { Answers } from "../answers.ts";
import type { Environment } from "../environment.ts";
import { ChangeLanguage, GoBack, Leave, type Prompts, plain } from "../prompts.ts";
import type { Resumption } from "../resume.ts";
import { runWizard, type Sitting } from "../setup.ts";
import { BeginFromBackup } from "../step.ts";
import { type Conversation, openConversation } from "./conversation.ts";
import type { Turns } from "./turns.ts";

export interface BrowserRunDeps {
  /** Reads flags, configuration and the answers of an earlier run; `begun`: what a backup has answered. Throws SetupError and its like. */
  readonly prepare: (language: Language, begun: Answers) => Omit<Sitting, "prompts" | "messages">;
  /** Says what is in a backup, asks, and puts it in place. Rejects with an Error for the person. */
  readonly restore: (path: string, prompts: Prompts, language: Language) => Promise<BegunFrom>;
  readonly adapt: (environment: Environment) => Environment;
  /** What is said at the end is said on the terminal as well. */
  readonly say: (line: string) => void;
  readonly isOverheard: () => boolean;
  readonly turns: Turns;
  readonly clock: Pick<Clock, "monotonic">;
}

export interface BegunFrom {
  readonly answers: Answers;
  /** What was done, for the person. */
  readonly lines: readonly string[];
}

export interface BrowserRun {
  readonly language: () => Language;
  readonly conversation: () => Conversation;
  /** All answers; undefined where the person has stopped. */
  readonly ended: Promise<Answers | undefined>;
}

export function runInBrowser(first: Language, deps: BrowserRunDeps): BrowserRun {
  const { prepare, restore, adapt, say, isOverheard, turns, clock } = deps;
  let language = first;
  /** Where the steps have come to; undefined before the first of them is over. */
  let reached: Resumption | undefined;
  let begun: BegunFrom = { answers: {}, lines: [] };
  const converse = (): Conversation => openConversation({ clock, isOverheard, language, turns });
  let conversation = converse();

  /** Undefined where it is to be begun again. */
  const once = async (): Promise<{ readonly answers: Answers | undefined } | undefined> => {
    const { prompts, failed } = conversation;
    try {
      const sitting = prepare(language, begun.answers);
      const answers = await runWizard({
        ...sitting,
        environment: adapt(sitting.environment),
        messages: wizardMessagesInBrowser(language),
        prompts: {
          ...prompts,
          close: (title, lines, next) => {
            for (const line of ["", title, "", ...lines, ...(next ? ["", `  ${next.url}`] : [])]) say(line);
            prompts.close(title, lines, next);
          },
        },
        interrupted: reached ?? sitting.interrupted,
        isGoingOn: reached !== undefined,
        flags: " --web",
        save: (saved, progress) => {
          reached = { answers: saved, progress };
          sitting.save(saved, progress);
        },
      });
      return { answers };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (error instanceof ChangeLanguage) language = error.language;
      else if (error instanceof BeginFromBackup) await beginFrom(error.path);
      else {
        say(error.message);
        await failed(setupBrowserMessages[language].failed, error.message.split("\n"));
      }
      return undefined;
    }
  };

  const beginFrom = async (path: string): Promise<void> => {
    const { prompts, failed } = conversation;
    try {
      begun = await restore(path, prompts, language);
      reached = undefined;
    } catch (error) {
      // It is begun again, in the other language.
      if (error instanceof ChangeLanguage) language = error.language;
      else if (error instanceof GoBack) return;
      else if (error instanceof Leave || !(error instanceof Error)) throw error;
      else await failed(setupBrowserMessages[language].failed, error.message.split("\n"));
    }
  };

  const all = async (): Promise<Answers | undefined> => {
    try {
      for (;;) {
        const ended = await once();
        if (ended) return ended.answers;
        conversation = converse();
        if (reached === undefined && begun.lines.length > 0) conversation.prompts.show("", plain(...begun.lines));
      }
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      const [stopped = ""] = setupMessages[language].stopped("");
      conversation.prompts.close(stopped, []);
      return undefined;
    }
  };
  return { language: () => language, conversation: () => conversation, ended: all() };
}
