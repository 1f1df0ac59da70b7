/** What setup says in a browser: its own texts, and those of the wizard without a terminal's keys. */
import type { setupBrowser as en } from "./en/setup-browser.ts";
import { inLanguages, type Language } from "./language.ts";
import { type SetupMessages, setupMessages } from "./setup.ts";

export const setupBrowserMessages = inLanguages("setupBrowser");

export type SetupBrowserMessages = typeof en;

/** What the wizard says, for whoever answers in a browser. */
export function wizardMessagesInBrowser(language: Language): SetupMessages {
  const texts = setupMessages[language];
  const { slow, slowDns, trial, bringLong, foreground } = setupBrowserMessages[language].instead;
  const { domain, dns, move, service } = texts;
  return {
    ...texts,
    slow,
    domain: { ...domain, trial },
    dns: { ...dns, slow: slowDns },
    move: { ...move, bringLong },
    service: { ...service, modes: { ...service.modes, foreground } },
  };
}
