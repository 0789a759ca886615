import type * as API from "./types.js";

export interface Options {
  /** Language asked for where a call names none. */
  locale?: string;
  /** In place of the global one: to add headers, time limits or a log. */
  fetch?: typeof fetch;
}
export type Parameters = Record<string, string | number | undefined>;

/** An answer that is not the thing asked for (RFC 9457). Withdrawn and recalled things have a `notice`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly details: Partial<API.ProblemDetails> & { notice?: API.Notice | null },
    /** Seconds after which to ask again, where the server says so; else 0. */
    readonly retryAfter = 0,
  ) {
    super(details.detail ?? details.title ?? `The server answered ${status}.`);
    this.name = "Problem";
  }
}

/** Answers that are kept to be asked for again by their ETag. */
const KEPT = 100;

/** Reads the API. `base` is the address of the server, without a path: "https://guides.example". */
export class Client {
  private readonly kept = new Map<string, { etag: string; body: unknown }>();

  constructor(
    readonly base: string,
    private readonly options: Options = {},
  ) {}

  guides(parameters?: Parameters) {
    return this.get<API.Page<API.GuideCard>>("guides/", parameters, true);
  }
  /** By slug or id. Throws a Problem: 404 never public, 410 withdrawn or recalled. */
  guide(key: string, parameters?: Parameters) {
    return this.get<API.Guide>(`guides/${encodeURIComponent(key)}/`, parameters, true);
  }
  section(key: string, section: API.Section["key"], parameters?: Parameters) {
    return this.get<API.SectionDetail>(`guides/${encodeURIComponent(key)}/sections/${section}/`, parameters, true);
  }
  branches(parameters?: Parameters) {
    return this.get<API.Page<API.Branch>>("branches/", parameters, true);
  }
  branch(key: string, parameters?: Parameters) {
    return this.get<API.Branch>(`branches/${encodeURIComponent(key)}/`, parameters, true);
  }
  /** The guide with the `offering` of the branch. */
  branchGuide(branch: string, guide: string, parameters?: Parameters) {
    const path = `branches/${encodeURIComponent(branch)}/guides/${encodeURIComponent(guide)}/`;
    return this.get<API.BranchGuide>(path, parameters, true);
  }
  search(q: string, parameters?: Parameters) {
    return this.get<API.SearchAnswer>("search/", { q, ...parameters }, true);
  }
  vocabulary(parameters?: Parameters) {
    return this.get<API.Vocabulary>("vocabulary/", parameters, true);
  }
  group() {
    return this.get<API.Group>("group/");
  }
  recalls() {
    return this.get<{ recalls: API.Recall[] }>("recalls/");
  }
  /** The newest release: whether anything has changed. See `watch`. */
  release() {
    return this.get<API.Release>("release/");
  }

  /** Any address below /api/v1/. Throws a Problem, or fetch's own error where the server can't be reached. */
  async get<Answer>(path: string, parameters: Parameters = {}, hasLocale = false): Promise<Answer> {
    const address = new URL(`/api/v1/${path}`, this.base);
    const given = hasLocale ? { locale: this.options.locale, ...parameters } : parameters;
    for (const [name, value] of Object.entries(given)) {
      if (value !== undefined) address.searchParams.set(name, String(value));
    }
    const known = this.kept.get(address.href);
    const response = await (this.options.fetch ?? fetch)(address.href, {
      headers: known ? { "If-None-Match": known.etag } : {},
    });
    if (response.status === 304 && known) return known.body as Answer;
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Problem(response.status, body, Number(response.headers.get("Retry-After")) || 0);
    const etag = response.headers.get("ETag");
    if (etag) {
      this.kept.delete(address.href);
      this.kept.set(address.href, { etag, body });
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    }
    return body as Answer;
  }
}
