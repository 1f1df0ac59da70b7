/** The domain's web site is elsewhere and hands the authority's visit over to here. */
import { redirectLines } from "../../src/certificate/names.ts";
import { domainToAscii } from "../../src/jid/domain.ts";
import { toPaste } from "../prompts.ts";
import { given, type Scene } from "../step.ts";

/** True when the redirect was seen, or the person is sure of it. */
export async function prepareRedirect({ answers, prompts, world, words }: Scene): Promise<boolean> {
  const domain = domainToAscii(given(answers, "domain"));
  const host = domainToAscii(given(answers, "host"));
  const lines = Object.entries(redirectLines(host)).flatMap(([program, line]) => [`# ${program}`, line]);
  prompts.show(words.certificate.redirectShown(domain), toPaste(lines));
  for (;;) {
    const choice = await prompts.choose({
      message: words.certificate.redirectQuestion,
      choices: [
        { value: "look", label: words.lookAgain },
        { value: "sure", label: words.certificate.redirectSure },
        { value: "other", label: words.certificate.otherWay },
      ],
      initial: "look",
      alone: "sure",
    });
    if (choice !== "look") return choice === "sure";
    const waiting = { message: words.certificate.redirectLooking(domain), whenLong: words.waitLong };
    if (await prompts.waitFor(waiting, () => world.certificate.redirectsHere(domain, host))) return true;
    prompts.show(words.certificate.redirectMissing(domain), []);
  }
}
