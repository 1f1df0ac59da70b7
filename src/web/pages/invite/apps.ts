/** Apps that people are sent to: data, as of APPS_DATE. The first of a platform is the one that is proposed. */
import type { Language } from "../../../messages/language.ts";
import type { Platform } from "../../browser-name.ts";

/** When this was looked at last. */
export const APPS_DATE = Date.UTC(2026, 10, 29);

export interface Store {
  /** As it calls itself. */
  readonly name: string;
  /** The app's page there, in a language where it has one. */
  readonly url: (language: Language) => string;
}

export interface App {
  readonly name: string;
  readonly platforms: readonly Platform[];
  readonly stores: readonly Store[];
  /** Links of XEP-0379 and XEP-0401: the account is made in the app. */
  readonly opensInvitations: boolean;
  readonly calls: boolean;
  /** OMEMO (XEP-0384) without anybody turning it on. */
  readonly encrypts: boolean;
}

const googlePlay = (id: string): Store => ({
  name: "Google Play",
  url: (language) => `https://play.google.com/store/apps/details?id=${id}&hl=${language}`,
});
const fdroid = (id: string): Store => ({
  name: "F-Droid",
  url: (language) => `https://f-droid.org/${language}/packages/${id}/`,
});
const appStore = (id: string): Store => ({
  name: "App Store",
  url: (language) => `https://apps.apple.com/app/id${id}?l=${language}`,
});
const site = (name: string, url: string): Store => ({ name, url: () => url });

export const APPS: readonly App[] = [
  {
    name: "Conversations",
    platforms: ["android"],
    stores: [fdroid("eu.siacs.conversations"), googlePlay("eu.siacs.conversations")],
    ...{ opensInvitations: true, calls: true, encrypts: true },
  },
  {
    name: "Cheogram",
    platforms: ["android"],
    stores: [fdroid("com.cheogram.android")],
    ...{ opensInvitations: true, calls: true, encrypts: true },
  },
  {
    name: "monocles chat",
    platforms: ["android"],
    stores: [fdroid("de.monocles.chat")],
    ...{ opensInvitations: true, calls: true, encrypts: true },
  },
  {
    name: "Monal",
    platforms: ["ios"],
    stores: [appStore("317711500")],
    ...{ opensInvitations: true, calls: true, encrypts: true },
  },
  {
    name: "Gajim",
    platforms: ["computer"],
    stores: [site("gajim.org", "https://gajim.org/download/")],
    ...{ opensInvitations: false, calls: false, encrypts: false },
  },
  {
    name: "Dino",
    platforms: ["computer"],
    stores: [site("dino.im", "https://dino.im/")],
    ...{ opensInvitations: false, calls: true, encrypts: false },
  },
  {
    name: "Monal (Mac)",
    platforms: ["computer"],
    stores: [site("monal-im.org", "https://monal-im.org/install/")],
    ...{ opensInvitations: true, calls: true, encrypts: true },
  },
];
