/** Why an address leads nobody here, as lines beside the wizard's bar. */
import { isIP } from "node:net";
import { addressMessages } from "../../src/messages/addresses.ts";
import type { Language } from "../../src/messages/language.ts";
import { setupMessages } from "../../src/messages/setup.ts";
import { whyUnreachable } from "../../src/net/ip-address.ts";
import { type Line, plain } from "../prompts.ts";

/** What the address is, and what helps; empty for a public address, and for what is no address. */
export function unreachableTexts(address: string, language: Language): readonly string[] {
  const why = isIP(address) === 0 ? undefined : whyUnreachable(address);
  return why === undefined ? [] : addressMessages[language][why](address);
}

export function unreachableLines(address: string, language: Language): Line[] {
  const [what = "", ...remedies] = unreachableTexts(address, language);
  return [{ mark: "wrong", text: what }, ...plain(...remedies.map((text) => `  ${text}`))];
}

/** What is wrong with an address that was given by a flag, as the question would say it. `isOwnNetwork`: it need not be public. */
export function addressFlagProblem(address: string, language: Language, isOwnNetwork: boolean): string | undefined {
  if (isIP(address) === 0) return setupMessages[language].host.notAddress;
  return isOwnNetwork ? undefined : unreachableTexts(address, language).join(" ") || undefined;
}
