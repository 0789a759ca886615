/** Short names for the documents of the API. */
import type { components } from "./schema.js";

type Schemas = components["schemas"];
/**
 * The alternatives of a union that this version knows. The last one is for what is newer: its type can be any string.
 * The name of the property that tells them apart comes second: Known<Section, "key">.
 */
export type Known<Union, Name extends keyof Union> = Union extends unknown ? (string extends Union[Name] ? never : Union) : never;
export type Guide = Schemas["GuideDocument"];
export type GuideCard = Schemas["GuideCardDocument"];
export type Section = Schemas["Section"];
export type SectionDetail = Schemas["SectionDetail"];
export type Branch = Schemas["BranchDocument"];
export type BranchGuide = Schemas["BranchGuideDocument"];
export type Offering = Schemas["OfferingDocument"];
export type Group = Schemas["GroupDocument"];
export type Vocabulary = Schemas["VocabularyDocument"];
export type Recall = Schemas["RecallDocument"];
export type Release = Schemas["ReleaseDocument"];
export type RichTextBlock = Schemas["RichTextBlock"];
export type SearchAnswer = Schemas["SearchDocument"];
export type SyncItem = Schemas["SyncItem"];
export type SyncPage = Schemas["SyncPageDocument"];
export type ProblemDetails = Schemas["ProblemDocument"];
export type Notice = Schemas["NoticeDocument"];
/** What `links`, `guides/` and the like give: a page of results and the addresses beside it. */
export interface Page<Result> {
  next: string | null;
  previous: string | null;
  results: Result[];
}
