import Foundation
import XCTest
@testable import TreatmentGuides

/// `conformance/sync.json` says what each of its words means.
final class SyncTests: XCTestCase {
    func testInAFileOfSQLiteThatIsOpenedAnewBeforeEachPass() async throws {
        let suite = try conformance("sync.json")
        XCTAssertGreaterThan(suite["cases"].list.count, 15)
        for one in suite["cases"].list {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: file) }
            for (number, pass) in one["passes"].list.enumerated() {
                try await run(pass, suite, file, "\(one["name"].string ?? ""), pass \(number + 1)")
            }
        }
    }

    private func run(_ pass: JSON, _ suite: JSON, _ file: String, _ name: String) async throws {
        let store = try SQLiteStore(path: file)
        let server = Server(suite, pass["answers"])
        let seen = Seen()
        let look: @Sendable () -> Void = {
            guard let copy = try? Copy(store) else { return seen.note([]) }
            seen.note([copy.list("card", ["en"]).count, copy.list("guide", ["en"]).count])
        }
        let synchroniser = Synchroniser(Client(URL(string: "http://server")!, http: server), store)
        var failure: String?
        var changed: [Changed] = []
        do {
            changed = try await synchroniser.sync(selection(pass["selection"]), onCards: pass["cards"].isNull ? nil : look)
        } catch let problem as Problem {
            failure = "\(problem.status)"
        } catch is URLError {
            failure = "lost"
        }
        XCTAssertEqual(failure, pass["fails"].string ?? pass["fails"].int.map(String.init), name)
        XCTAssertEqual(server.asked, pass["asked"].strings, name)
        if !pass["parameters"].isNull {
            XCTAssertEqual(server.parameters, pass["parameters"].members.compactMapValues(\.string), name)
        }
        if !pass["changed"].isNull {
            let told = changed.map { JSON.array([.string($0.item.id), .array($0.sections.map(JSON.string))]) }
            XCTAssertEqual(.array(told), pass["changed"], name)
        }
        if !pass["seen"].isNull {
            XCTAssertEqual(seen.counts, pass["seen"].list.map { $0.list.compactMap(\.int) }, name)
        }
        try check(pass["held"], try Copy(SQLiteStore(path: file)), name)
    }

    private func check(_ held: JSON, _ copy: Copy?, _ name: String) throws {
        if held.isNull { return XCTAssertNil(copy, name) }
        let copy = try XCTUnwrap(copy, name)
        let locales = held["locales"].isNull ? ["en"] : held["locales"].strings
        XCTAssertEqual(copy.partial, held["partial"] == .bool(true), name)
        XCTAssertEqual(copy.list("guide", locales).map { $0.guide?.title }, held["guides"].strings, name)
        XCTAssertEqual(copy.list("card", locales).map { $0.guide?.title }, held["cards"].strings, name)
        let gone = copy.list("guide", locales, live: false).filter { !$0.isLive }
        let reasons = Dictionary(uniqueKeysWithValues: gone.map { ($0.id, $0.notice?.reason ?? "") })
        XCTAssertEqual(reasons, held["gone"].members.compactMapValues(\.string), name)
        let recalled = Dictionary(copy.recalls.map { ($0.guide, $0.reason) }) { one, _ in one }
        XCTAssertEqual(recalled, held["recalls"].members.compactMapValues(\.string), name)
        for (key, id) in held["found"].members {
            XCTAssertEqual(copy.find("guide", key, locales)?.id, id.string, "\(name): \(key)")
        }
        if !held["newer"].isNull {
            let guide = try XCTUnwrap(copy.list("guide", locales).first?.guide)
            XCTAssertEqual(guide.sections.map { $0.blocks.last?.fallback }, held["newer"].strings, name)
        }
    }

    private func selection(_ value: JSON) -> Selection {
        func list(_ name: String) -> [String]? { value[name].isNull ? nil : value[name].strings }
        return Selection(
            locales: list("locales"), types: list("types"), branch: value["branch"].string, fields: list("fields"), text: value["text"].string
        )
    }
}

private final class Seen: @unchecked Sendable {
    private(set) var counts: [[Int]] = []
    func note(_ count: [Int]) { counts.append(count) }
}

/// Answers as a case of the suite says.
private final class Server: HTTP, @unchecked Sendable {
    private let suite: JSON
    private let answers: JSON
    private(set) var asked: [String] = []
    private(set) var parameters: [String: String] = [:]

    init(_ suite: JSON, _ answers: JSON) {
        (self.suite, self.answers) = (suite, answers)
    }

    func get(_ address: URL) async throws -> Answer {
        let items = URLComponents(url: address, resolvingAgainstBaseURL: true)?.queryItems ?? []
        parameters = Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value ?? "") })
        let token = parameters["page_token"] ?? parameters["sync_token"] ?? parameters["types"] ?? ""
        asked.append(token)
        switch answers[token] {
        case .object: return Answer(status: 200, body: try JSONEncoder().encode(page(answers[token])))
        case .string("lost"): throw URLError(.networkConnectionLost)
        case .string("from-the-future"):
            return Answer(status: 200, body: try JSONEncoder().encode(conformance("from-the-future.json")["sync"]))
        case let status:
            let body = #"{"title": "Problem", "code": "of_the_test"}"#
            return Answer(status: status.int ?? Int(status.string ?? "") ?? 599, body: Data(body.utf8))
        }
    }

    private func page(_ answer: JSON) -> JSON {
        let recalls = answer["recalls"]
        return .object([
            "items": .array(answer["items"].strings.map { suite["items"][$0] }),
            "next_page_token": answer["next"],
            "next_sync_token": answer["token"],
            "recalls": recalls.isNull ? .null : .array(recalls.strings.map { suite["recalls"][$0] }),
        ])
    }
}
