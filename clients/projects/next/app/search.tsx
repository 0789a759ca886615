"use client";
import { useState } from "react";
import { Client, Copy, IndexedDBStore, sync, type Hit } from "treatment-guides";

/** Searched in the browser, in its own copy. */
export default function Search() {
  const [hits, setHits] = useState<Hit[]>([]);
  const search = async (question: string) => {
    const store = new IndexedDBStore();
    await sync(new Client(location.origin), store, { locales: ["en"] }).catch(() => []);
    setHits((await Copy.open(store))?.search(question, ["en"]) ?? []);
  };
  return (
    <>
      <input aria-label="Search" onChange={(event) => search(event.target.value)} />
      {hits.map((hit) => (
        <p key={`${hit.guide.id} ${hit.section?.key}`}>{hit.excerpt}</p>
      ))}
    </>
  );
}
