// A small app as a mobile developer would write it: it compiles only while the types say what the API serves.
import createClient from "openapi-fetch";
import type { components, paths } from "./generated.ts";

/** A union's last alternative is for what is newer than this app. Its type can be any string, so comparing it is not enough. */
function is<Union, Name extends keyof Union, Value extends string>(
  one: Union, name: Name, value: Value,
): one is Extract<Union, Record<Name, Value>> {
  return one[name] === value;
}

const client = createClient<paths>({ baseUrl: "http://localhost:8000" });

export async function readMinutes(slug: string): Promise<string> {
  const { data, error } = await client.GET("/api/v1/guides/{guide}/", {
    params: { path: { guide: slug }, query: { locale: "en" } },
  });
  if (!data) throw new Error(error.detail);
  for (const section of data.sections) {
    if (is(section, "key", "process")) {
      const minutes = section.facts.minutes_per_session;
      return minutes ? `${minutes.min} to ${minutes.max} minutes` : "ask your clinic";
    }
  }
  throw new Error("no process section");
}

// A block of a type that is newer than this app is shown by its fallback.
export function describeRisk(block: components["schemas"]["SafetyBlock"]): string {
  if (is(block, "type", "side_effect")) {
    return `${block.value.name}: ${block.value.frequency}, ${block.value.resolves_within_days ?? "?"} days`;
  }
  return is(block, "type", "contraindication") ? `${block.value.name} (${block.value.kind})` : block.fallback;
}

export async function cheapest(branch: string): Promise<string | undefined> {
  const { data } = await client.GET("/api/v1/branches/{branch}/guides/", { params: { path: { branch } } });
  const priced = data?.results.filter((card) => card.offering.price_from !== null) ?? [];
  priced.sort((a, b) => Number(a.offering.price_from?.amount) - Number(b.offering.price_from?.amount));
  return priced[0]?.title;
}
