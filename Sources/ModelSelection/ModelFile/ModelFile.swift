import Files
import Learning
import Machine
import TaskGraph

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file format for fitted pipelines: a line with format, version and checksum, followed by JSON.
///
/// ```
/// trellis-model 1 5f0c…e1
/// {"classes":["0","1"], …}
/// ```
///
/// Reading rejects a file that is damaged, truncated or in another format. The checksum, a hash without a key, detects
/// accidental changes only: anyone who changes a file deliberately can recompute it. As a protection, the content is
/// validated (see `FittedPipeline.validate()`): reading an inconsistent file throws an error with the location, and
/// every model that is read can predict safely. Whether it is the original model depends on the file's origin.
public enum ModelFile {
    private static let format = "trellis-model"
    private static let version = 1

    /// Writes a fitted pipeline, replacing an existing file atomically and keeping its permissions.
    ///
    /// Follows links, and writes into devices and pipes.
    ///
    /// A pipeline that ``read(_:registry:)`` would reject is not written.
    ///
    /// - Throws: ``ModelFileError/cannotWrite(path:reason:)``.
    public static func write(_ pipeline: FittedPipeline, to path: String) throws {
        do {
            try pipeline.validate()
            let target = try OutputTarget(path)
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let body = try encoder.encode(pipeline)
            let header = "\(format) \(version) \(checksum(body))\n"
            try (Data(header.utf8) + body).withUnsafeBytes { try target.write($0) }
        } catch let error as FileError {
            throw ModelFileError.cannotWrite(path: path, reason: error.reason)
        } catch {
            throw ModelFileError.cannotWrite(path: path, reason: "\(error)")
        }
    }

    /// Reads a fitted pipeline, from a file or a pipe.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - registry: The allowed kinds of steps. Defaults to Trellis's own.
    /// - Throws: ``ModelFileError``.
    public static func read(_ path: String, registry: StepRegistry = .standard) throws -> FittedPipeline {
        let bytes: [UInt8]
        do {
            bytes = try WholeFile.bytes(path, atMost: MachineResources.addressableMemory / 8)
        } catch {
            throw ModelFileError.cannotRead(path: path, reason: error.reason)
        }
        return try decode(Data(bytes), from: path, registry: registry)
    }

    /// Decodes the content of a file; the path is for error messages.
    static func decode(_ data: Data, from path: String, registry: StepRegistry) throws -> FittedPipeline {
        guard let end = data.prefix(200).firstIndex(of: UInt8(ascii: "\n")) else {
            throw ModelFileError.notAModel(path: path)
        }
        let header = String(decoding: data[..<end], as: UTF8.self).split(separator: " ")
        guard header.count == 3, header[0] == format, let found = Int(header[1]) else {
            throw ModelFileError.notAModel(path: path)
        }
        guard found == version else {
            throw ModelFileError.otherVersion(path: path, found: found, expected: version)
        }
        let body = Data(data[(end + 1)...])
        guard checksum(body) == header[2] else { throw ModelFileError.damaged(path: path) }
        do {
            let decoder = JSONDecoder()
            decoder.userInfo[FittedPipeline.registryKey] = registry
            return try decoder.decode(FittedPipeline.self, from: body)
        } catch let error as LearningError {
            switch error {
            case .unknownStep, .unknownParameter, .otherModelVersion:
                throw ModelFileError.unknownContent(path: path, reason: error.description)
            default: throw ModelFileError.notValid(path: path, reason: error.description)
            }
        } catch let error as DecodingError {
            throw ModelFileError.notValid(path: path, reason: error.reason)
        } catch {
            throw ModelFileError.notValid(path: path, reason: "\(error)")
        }
    }

    private static func checksum(_ body: Data) -> String {
        body.withUnsafeBytes { TaskKey(hashing: $0).description }
    }
}

extension DecodingError {
    /// The cause and location of a decoding error: `steps[0].model: there is no 'intercepts'`.
    fileprivate var reason: String {
        let (context, reason): (Context, String)
        switch self {
        case .keyNotFound(let key, let found): (context, reason) = (found, "there is no '\(key.stringValue)'")
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
            (context, reason) = (found, found.debugDescription)
        @unknown default: return "\(self)"
        }
        let place = context.codingPath.reduce(into: "") { place, key in
            let name = place.isEmpty ? key.stringValue : ".\(key.stringValue)"
            place += key.intValue.map { "[\($0)]" } ?? name
        }
        return place.isEmpty ? reason : "\(place): \(reason)"
    }
}

/// An error in reading or writing a model file.
public enum ModelFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file could not be read.
    case cannotRead(path: String, reason: String)

    /// The file could not be written.
    case cannotWrite(path: String, reason: String)

    /// The file is not a model file.
    case notAModel(path: String)

    /// The file has a version that this program does not read.
    case otherVersion(path: String, found: Int, expected: Int)

    /// The file has changed since it was written.
    case damaged(path: String)

    /// The file is intact, but contains an unknown step, parameter or value.
    case unknownContent(path: String, reason: String)

    /// The file has a correct checksum, but its content is not a valid model.
    case notValid(path: String, reason: String)

    /// A human-readable description of the error.
    public var description: String {
        switch self {
        case .cannotRead(let path, let reason): "\(path): cannot read the model: \(reason)"
        case .cannotWrite(let path, let reason): "\(path): cannot write the model: \(reason)"
        case .notAModel(let path): "\(path): the file is not a Trellis model"
        case .otherVersion(let path, let found, let expected):
            "\(path): the model file has version \(found), but this program reads version \(expected)"
        case .damaged(let path): "\(path): the model file is damaged: its checksum does not match its content"
        case .unknownContent(let path, let reason):
            "\(path): the model has unknown content: \(reason)"
        case .notValid(let path, let reason): "\(path): the model is not valid: \(reason)"
        }
    }
}
