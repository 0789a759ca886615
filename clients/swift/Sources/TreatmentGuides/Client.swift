import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

public struct Answer: Sendable {
    public let status: Int
    public let body: Data
    public let retryAfter: Int

    public init(status: Int, body: Data, retryAfter: Int = 0) {
        (self.status, self.body, self.retryAfter) = (status, body, retryAfter)
    }
}

/// How an address is read. Throws where the server can't be reached.
public protocol HTTP: Sendable {
    func get(_ address: URL) async throws -> Answer
}

/// The platform's own. `userAgent` names your app and its version.
public struct PlatformHTTP: HTTP {
    private let userAgent: String
    private let timeout: TimeInterval

    public init(userAgent: String = "treatment-guides-swift/1.0", timeout: TimeInterval = 20) {
        (self.userAgent, self.timeout) = (userAgent, timeout)
    }

    public func get(_ address: URL) async throws -> Answer {
        // The copy is what is kept: a second one in the cache of URLSession would only be older.
        var request = URLRequest(url: address, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: timeout)
        request.setValue(userAgent, forHTTPHeaderField: "User-Agent")
        let (body, response) = try await URLSession.shared.data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        let wait = response.value(forHTTPHeaderField: "Retry-After").flatMap(Int.init) ?? 0
        return Answer(status: response.statusCode, body: body, retryAfter: wait)
    }
}

/// An answer that is not the thing asked for (RFC 9457).
public struct Problem: Error, Sendable {
    public let status: Int
    public let details: JSON
    public let retryAfter: Int

    /// Never changes, unlike `detail`.
    public var code: String? { details["code"].string }
    public var detail: String { details["detail"].string ?? "The server answered \(status)." }
    /// Of what was withdrawn or recalled (410): its reason must be shown.
    public var notice: Notice? { details["reason"].isNull ? nil : Notice(details) }
}

/// Reads the API. `base` is the address of the server, without a path: https://guides.example.
public struct Client: Sendable {
    private let base: URL
    private let http: HTTP

    public init(_ base: URL, http: HTTP = PlatformHTTP()) {
        (self.base, self.http) = (base, http)
    }

    /// Any address below /api/v1/, such as "guides/". Throws a Problem, or what its HTTP throws.
    public func read(_ path: String, _ parameters: [String: String?] = [:]) async throws -> JSON {
        let query = parameters.compactMap { name, value in value.map { "\(name)=\(escape($0))" } }.sorted().joined(separator: "&")
        guard let address = resolve("/api/v1/\(path)" + (query.isEmpty ? "" : "?\(query)")) else { throw URLError(.badURL) }
        let answer = try await http.get(address)
        guard (200..<300).contains(answer.status), answer.status != 202 else {
            throw Problem(status: answer.status, details: (try? JSON(answer.body)) ?? .null, retryAfter: answer.retryAfter)
        }
        return try JSON(answer.body)
    }

    /// The whole address of what a document names: root-relative or absolute.
    public func resolve(_ address: String) -> URL? { URL(string: address, relativeTo: base)?.absoluteURL }
}

private let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

private func escape(_ value: String) -> String { value.addingPercentEncoding(withAllowedCharacters: unreserved) ?? "" }
