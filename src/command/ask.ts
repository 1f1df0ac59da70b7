/** One question, whoever answers it: the running server, or, when none is running, the same routes on the database. */
import type { Home } from "../home.ts";
import { askServer } from "./control/client.ts";

/** The answer to `asked` ("POST /users"). Throws CommandError, StoreError, AccountError. */
export async function ask(home: Home, asked: string, body?: unknown): Promise<unknown> {
  const answer = await askServer(home, asked, body);
  if (answer !== undefined) return answer;
  const { answerOffline } = await import("./offline.ts");
  return await answerOffline(home, asked, body);
}
