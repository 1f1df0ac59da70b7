/** One question that only a running server answers, since somebody connected to it has to hear of it. */

import type { Home } from "../home.ts";
import type { Language } from "../messages/language.ts";
import { statusMessages } from "../messages/status.ts";
import { askServer } from "./control/client.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { typed } from "./program.ts";

/** The answer to `asked` ("POST /rooms"). Throws CommandError. */
export async function askRunning(home: Home, language: Language, asked: string, body?: object): Promise<unknown> {
  const answer = await askServer(home, asked, body && { ...body, language });
  if (answer === undefined) throw notRunning(home, language);
  return answer;
}

/** What is said where no server runs on this home. */
export function notRunning(home: Home, language: Language): CommandError {
  const messages = statusMessages[language];
  return new CommandError(EXIT.unavailable, messages.notRunning(home.directory), messages.start(typed(home, "run")));
}
