import { AppRegistry, Text } from "react-native";
import { createElement, useEffect, useState } from "react";
import { Client, Copy, sync } from "treatment-guides";
import { SQLiteStore } from "treatment-guides/sqlite";

/** `database`: as README.md of the client has it over expo-sqlite or op-sqlite. */
function App({ address, database }) {
  const [titles, setTitles] = useState([]);
  useEffect(() => {
    const store = new SQLiteStore(database);
    sync(new Client(address), store, { locales: ["en"] })
      .catch(() => [])
      .then(() => Copy.open(store))
      .then((copy) => setTitles(copy?.list("guide", ["en"]).map((item) => item.document.title) ?? []));
  }, [address, database]);
  return createElement(Text, null, titles.join("\n"));
}
AppRegistry.registerComponent("App", () => App);
