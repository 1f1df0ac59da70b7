/** jabber-home dns --phone: a page that a phone outside of this network opens, and what it sees there. */
import { reachabilityMessages } from "../../messages/reachability.ts";
import { momentText } from "../../messages/units.ts";
import { wrap } from "../../messages/wrap.ts";
import type { PhoneStep, SeenByPhone } from "../../operations/phone-check.ts";
import { qrLines } from "../../qr-code.ts";
import { followRunning } from "../ask.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { printJsonLine } from "../json/print.ts";
import type { Call } from "../verb.ts";
import { PHONE_STEP } from "./schema.ts";
import { phoneTexts } from "./sights.ts";

/** Shows the link and its code, then what phones see, until one from outside has seen all; in JSON a line for each step. */
export async function lookByPhone(
  call: Pick<Call, "home" | "language" | "terminal"> & { readonly flags: { readonly json: boolean } },
): Promise<ExitCode> {
  const { terminal, flags } = call;
  let last: SeenByPhone | undefined;
  let isSeen = false;
  await followRunning(call, "POST /reachability/phone", undefined, (step) => {
    if ("seen" in step) last = step.seen;
    if ("ended" in step) isSeen = step.ended === "seen";
    terminal.out(flags.json ? printJsonLine(PHONE_STEP, step) : phoneStepLines(step, call).join("\n"));
  });
  return isSeen || last?.reached === "yes" ? EXIT.ok : EXIT.failed;
}

/** A step, for people. */
function phoneStepLines(step: PhoneStep, { language, terminal }: Pick<Call, "language" | "terminal">): string[] {
  const { phone } = reachabilityMessages[language];
  if ("ended" in step) return [phone.ended[step.ended]];
  if ("seen" in step) {
    const texts = phoneTexts(step.seen, language);
    // Where it is was said when it opened the page.
    return (step.seen.isWebSocketOpen === undefined ? texts : texts.slice(-1)).flatMap((text) => wrap(text));
  }
  const { link, expires, isTrusted } = step;
  const code = terminal.isColoured ? qrLines(link, { columns: terminal.columns }) : [];
  return [
    ...wrap(phone.scan),
    "",
    `  ${link}`,
    "",
    ...code,
    ...(code.length > 0 ? [""] : []),
    ...wrap(phone.until(momentText(expires, language))),
    ...(isTrusted ? [] : wrap(phone.warns)),
    phone.waiting,
  ];
}
