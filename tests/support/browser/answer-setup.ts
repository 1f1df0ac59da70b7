/** Answers setup's pages by their titles; as a program (ORIGIN CODE ANSWERS), it prints the last page. */
import { type SetupVisitor, setupVisitor } from "./setup-visitor.ts";

/** By the beginning of a page's title: what is sent. */
export type AnswersByTitle = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** More would be a mistake of the answers. */
const MOST_PAGES = 40;

/** Answers until a page has no answer, and returns the titles of all of them. */
export async function answerSetup(visitor: SetupVisitor, answers: AnswersByTitle): Promise<readonly string[]> {
  const titles: string[] = [];
  for (;;) {
    await visitor.settle();
    const title = visitor.title();
    titles.push(title);
    const [, fields] = Object.entries(answers).find(([start]) => title.startsWith(start)) ?? [];
    if (fields === undefined) return titles;
    if (titles.length > MOST_PAGES) throw new Error(`so many pages? ${titles.join(" · ")}`);
    await visitor.send(fields);
  }
}

if (import.meta.main) {
  const [origin = "", code = "", answers = "{}"] = process.argv.slice(2);
  const visitor = setupVisitor(origin);
  await visitor.get(`/?code=${code}`);
  await visitor.send({ go: "on", code });
  const titles = await answerSetup(visitor, JSON.parse(answers) as AnswersByTitle);
  console.log(JSON.stringify({ titles, html: visitor.html() }));
}
