/** Answers setup's pages by their titles; as a program (ORIGIN CODE ANSWERS), it prints the last page. */
import { type SetupVisitor, setupVisitor } from "./setup-visitor.ts";

type Fields = Readonly<Record<string, string>>;

/** By the beginning of a page's title: what is sent; where several pages have it, on each of them, the last from then on. */
export type AnswersByTitle = Readonly<Record<string, Fields | readonly Fields[]>>;

/** More would be a mistake of the answers. */
const MOST_PAGES = 40;

/** Answers until a page has no answer, and returns the titles of all of them. */
export async function answerSetup(visitor: SetupVisitor, answers: AnswersByTitle): Promise<readonly string[]> {
  const titles: string[] = [];
  for (;;) {
    await visitor.settle();
    const title = visitor.title();
    titles.push(title);
    const [start, given] = Object.entries(answers).find(([beginning]) => title.startsWith(beginning)) ?? [];
    const before = titles.filter((each) => start !== undefined && each.startsWith(start)).length - 1;
    const fields = Array.isArray(given) ? (given[before] ?? given.at(-1)) : given;
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
