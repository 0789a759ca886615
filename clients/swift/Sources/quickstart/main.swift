// An app's first lines, whole. Arguments: the address of the server, and where an app was shipped with one, a bundle and its key.
import Foundation
import TreatmentGuides

let arguments = CommandLine.arguments
let locales = ["en"]
let selection = Selection(locales: locales)

// 1. Where the copy is kept: a file that outlives the app.
let store = try SQLiteStore(path: "guides.sqlite3")

// 2. What came with the app, so that its first launch needs no network.
let archive = arguments.count > 2 ? try Data(contentsOf: URL(fileURLWithPath: arguments[2])) : nil
let bundle = try archive.map { try TreatmentGuides.Bundle($0, publicKey: arguments[3], cryptography: .platform) }
try bundle?.seed(store, selection)

// 3. Everything once, then only what changed. Without a network, what is kept is shown.
let client = Client(URL(string: arguments[1])!, http: PlatformHTTP(userAgent: "quickstart/1.0"))
let changed = (try? await Synchroniser(client, store).sync(selection)) ?? []
guard let copy = try Copy(store) else { fatalError("Nothing is kept yet.") }
print("\(changed.count) changed, \(copy.list("guide", locales).count) guides kept")

// 4. A guide, with its recalls first. What is newer than this app is shown by its HTML.
guard let item = copy.find("guide", "mesotherapy-for-hair", locales) else { fatalError("It was never there.") }
for recall in copy.recalls(of: item.id) { print("RECALLED: \(recall.reason)") }
guard let guide = item.guide else { fatalError("Gone: \(item.notice?.reason ?? "")") }
for block in guide.sections.flatMap(\.blocks) {
    switch block.type {
    case "step": print("- \(block.value["title"].string ?? ""): \(block.words.plain)")
    case "side_effect": print("! \(block.value["name"].string ?? "") (\(block.value["frequency"].string ?? ""))")
    default: print(block.fallback)
    }
}

// 5. Its picture: from the bundle, or the file that fits this screen.
if let hero = guide.hero {
    print("\(try bundle?.read(hero, width: 800)?.count ?? 0) bytes of the picture came with the app")
    if let file = hero.file(width: 800), let address = client.resolve(file.url) { print("picture: \(address)") }
}
