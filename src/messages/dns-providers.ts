/** Where the providers of DNS have their forms, and what the fields are called there. */
import { inLanguages } from "./language.ts";

export type { FieldLabels, ProviderPage } from "./en/dns-providers.ts";

export const fieldLabels = inLanguages("fieldLabels");
export const providerPages = inLanguages("providers");
