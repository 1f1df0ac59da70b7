/** Where the providers of DNS have their forms, and what the fields are called there. */
import { fieldLabels as en, providers as enProviders } from "./en/dns-providers.ts";
import { fieldLabels as fr, providers as frProviders } from "./fr/dns-providers.ts";
import { inLanguages } from "./language.ts";

export type { FieldLabels, ProviderPage } from "./en/dns-providers.ts";

export const fieldLabels = inLanguages(en, fr);
export const providerPages = inLanguages(enProviders, frProviders);
