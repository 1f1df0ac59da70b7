/** The sentences of what can go wrong with a certificate. */
import { filled, type MessageValues, type Reason, type Remedy } from "./certificate-sentences.ts";
import { inLanguages, type Language } from "./language.ts";
import { momentText } from "./units.ts";

export const certificateProblems = inLanguages("certificateProblems");

/** The sentence of a reason, without colour or line breaks. */
export const reasonText = (reason: Reason, values: MessageValues, language: Language): string =>
  filled(certificateProblems[language].reasons[reason], values, (time) => momentText(time, language));

/** The sentence of a remedy. */
export const remedyText = ({ key, values }: Remedy, language: Language): string =>
  filled(certificateProblems[language].remedies[key], values, (time) => momentText(time, language));
