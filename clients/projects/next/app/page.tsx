import { Client } from "treatment-guides";
import Search from "./search";

export const dynamic = "force-dynamic";

/** Read by the server, for each request. */
export default async function Page() {
  const { results } = await new Client(process.env.ADDRESS ?? "").guides({ locale: "en" });
  return (
    <main>
      {results.map((card) => (
        <p key={card.id}>{card.title}</p>
      ))}
      <Search />
    </main>
  );
}
