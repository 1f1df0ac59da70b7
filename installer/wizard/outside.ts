/** Step: whether the world reaches the server that runs now, by others and by the person's phone. */
import type { SeenByOthers } from "../environment.ts";
import { GoBack, Leave, type Line, plain } from "../prompts.ts";
import { given, type Step, type StepContext } from "../step.ts";
import { programOf } from "./done.ts";

/** Milliseconds between two looks at what a phone has told. */
const PHONE_LOOK_MS = 1000;

/** What others say; `lines` of a failure where the running server does not answer. */
async function askOthers({ prompts, environment, messages }: StepContext): Promise<void> {
  const { outside } = messages;
  try {
    const progress = { message: outside.looking, whenLong: outside.slow };
    prompts.show(outside.seen, await prompts.waitFor(progress, () => environment.outside.look()));
  } catch (error) {
    showFailure(error, prompts, outside.failed);
  }
}

/** Shows the link, and what phones see, until all is seen or the person goes on. */
async function askPhone({ prompts, environment, messages }: StepContext): Promise<void> {
  const { outside } = messages;
  const leaving = new AbortController();
  let lines: readonly Line[] = [{ mark: "note", text: outside.waiting }];
  let isOver = false;
  const linked = Promise.withResolvers<SeenByOthers["link"]>();
  const followed = environment.outside.phone((seen) => {
    if (seen.link) linked.resolve(seen.link);
    if (seen.lines.length > 0) lines = seen.lines;
  }, leaving.signal);
  followed
    .then(() => linked.resolve(undefined), linked.reject)
    .finally(() => {
      isOver = true;
    });
  try {
    const link = await linked.promise;
    prompts.show(outside.phoneShown, plain(...(link?.hints ?? []), `  ${link?.url ?? ""}`));
    prompts.showCode(link?.url ?? "");
    await prompts.watch({
      first: lines,
      look: () => Promise.resolve(lines),
      everyMs: PHONE_LOOK_MS,
      lines: (state) => state,
      isDone: () => isOver,
      actions: outside.phoneActions,
    });
  } catch (error) {
    showFailure(error, prompts, outside.failed);
  } finally {
    leaving.abort();
  }
}

/** What the running server says of it; throws on what the prompts have thrown. */
function showFailure(error: unknown, prompts: StepContext["prompts"], heading: string): void {
  if (error instanceof Leave || error instanceof GoBack || !(error instanceof Error)) throw error;
  prompts.show(heading, [{ mark: "wrong", text: error.message }]);
}

export const outside: Step = {
  name: "outside",
  applies: ({ purpose, startMode }) => purpose !== "local" && (startMode === "service" || startMode === "already"),
  run: async (context) => {
    const { answers, prompts, environment, messages } = context;
    if (prompts.isUnattended) return {};
    const { witnesses, hasPages } = await environment.outside.plan();
    if (witnesses.length === 0 && !hasPages) return {};
    const { question, again, ask, phone, later, on } = messages.outside;
    const command = `${programOf(given(answers, "startMode"), environment)} dns --outside${environment.homeFlag}`;
    for (let isFirst = true; ; isFirst = false) {
      const choice = await prompts.choose({
        message: isFirst ? question : again,
        choices: [
          ...(witnesses.length > 0 ? [{ value: "ask" as const, label: ask(witnesses) }] : []),
          ...(hasPages ? [{ value: "phone" as const, label: phone }] : []),
          { value: "on", label: isFirst ? later(command) : on },
        ],
        initial: isFirst && witnesses.length > 0 ? "ask" : "on",
      });
      if (choice === "on") return {};
      await (choice === "ask" ? askOthers(context) : askPhone(context));
    }
  },
};
