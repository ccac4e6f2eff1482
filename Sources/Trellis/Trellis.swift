/// Trellis: the whole library by one import.
@_exported import ChunkedData
@_exported import ChunkedMatrices
@_exported import ChunkedTables
@_exported import Collections
@_exported import Learning
@_exported import LinearAlgebra
@_exported import LocalScheduling
@_exported import ModelSelection
@_exported import Strategies
@_exported import Studies
@_exported import Tabular
@_exported import TaskGraph
