import Foundation

/// A value as the server sent it: a later version of the app finds in it what this one does not know.
public enum JSON: Equatable, Sendable, Codable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// The member of that name; null where there is none.
    public subscript(name: String) -> JSON { members[name] ?? .null }

    public var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    public var int: Int? {
        if case .number(let value) = self { return Int(exactly: value) }
        return nil
    }

    public var double: Double? {
        if case .number(let value) = self { return value }
        return nil
    }

    /// What stands in a list; empty where it is none.
    public var list: [JSON] {
        if case .array(let values) = self { return values }
        return []
    }

    public var strings: [String] { list.compactMap(\.string) }

    public var members: [String: JSON] {
        if case .object(let members) = self { return members }
        return [:]
    }

    public var isNull: Bool { self == .null }

    public init(from decoder: Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let text = try? value.decode(String.self) {
            self = .string(text)
        } else if let values = try? value.decode([JSON].self) {
            self = .array(values)
        } else if let members = try? value.decode([String: JSON].self) {
            self = .object(members)
        } else if let truth = try? value.decode(Bool.self) {
            self = .bool(truth)
        } else {
            self = .number(try value.decode(Double.self))
        }
    }

    public func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSON {
    public init(_ data: Data) throws { self = try JSONDecoder().decode(JSON.self, from: data) }

    init(_ text: String) throws { try self.init(Data(text.utf8)) }
}

func encode(_ value: some Encodable) throws -> String { String(decoding: try JSONEncoder().encode(value), as: UTF8.self) }
