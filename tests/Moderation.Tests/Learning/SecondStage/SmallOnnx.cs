using System.Runtime.InteropServices;

namespace Moderation.Tests.Learning.SecondStage;

/// <summary>
/// A small text classifier as an ONNX file, written field by field (onnx.proto3): each token has a row of weights, their mean is the
/// output. What it knows is given by the test.
/// </summary>
internal static class SmallOnnx
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <summary>A model whose output is the mean of its tokens' rows.</summary>
    /// <param name="rows">One row of log-odds a token, one number a class.</param>
    /// <param name="slow">How many large matrix products it works through before.</param>
    public static byte[] Mean(float[][] rows, int slow = 0)
    {
        var graph = new ProtoWriter();
        graph.Message(1, Node("Gather", ["rows", "input_ids"], ["found"]));
        graph.Message(1, Node("ReduceMean", ["found"], [slow == 0 ? "logits" : "mean"], Numbers("axes", 1), Number("keepdims", 0)));
        if (slow > 0)
        {
            // The products hang on the input, so that no optimiser can work them out beforehand.
            graph.Message(1, Node("ReduceSum", ["mean"], ["sum"], Number("keepdims", 1)));
            graph.Message(1, Node("Expand", ["sum", "large"], ["m0"]));
            for (var i = 0; i < slow; i++)
            {
                graph.Message(1, Node("MatMul", [$"m{i}", $"m{i}"], [$"p{i}"]));
                graph.Message(1, Node("Tanh", [$"p{i}"], [$"m{i + 1}"]));
            }

            graph.Message(1, Node("ReduceMean", [$"m{slow}"], ["all"], Number("keepdims", 0)));
            graph.Message(1, Node("Mul", ["all", "zero"], ["nothing"]));
            graph.Message(1, Node("Add", ["mean", "nothing"], ["logits"]));
            graph.Message(5, Tensor("large", Int64, [2], MemoryMarshal.AsBytes<long>(new long[] { 512, 512 })));
            graph.Message(5, Tensor("zero", Float, [1], MemoryMarshal.AsBytes<float>(new float[] { 0 })));
        }

        graph.Text(2, "small");
        graph.Message(5, Tensor("rows", Float, [rows.Length, rows[0].Length], MemoryMarshal.AsBytes<float>(rows.SelectMany(row => row).ToArray())));
        graph.Message(11, Value("input_ids", Int64));
        graph.Message(11, Value("attention_mask", Int64));
        graph.Message(12, Value("logits", Float));
        return new ProtoWriter().Number(1, 7).Message(7, graph).Message(8, new ProtoWriter().Text(1, "").Number(2, 12)).ToArray();
    }

    private static ProtoWriter Node(string operation, string[] inputs, string[] outputs, params ProtoWriter[] attributes)
    {
        var node = new ProtoWriter();
        Array.ForEach(inputs, input => node.Text(1, input));
        Array.ForEach(outputs, output => node.Text(2, output));
        node.Text(4, operation);
        Array.ForEach(attributes, attribute => node.Message(5, attribute));
        return node;
    }

    private static ProtoWriter Number(string name, long value) => new ProtoWriter().Text(1, name).Number(3, value).Number(20, 2);

    private static ProtoWriter Numbers(string name, long value) => new ProtoWriter().Text(1, name).Number(8, value).Number(20, 7);

    private static ProtoWriter Tensor(string name, int type, long[] shape, ReadOnlySpan<byte> content)
    {
        var tensor = new ProtoWriter();
        Array.ForEach(shape, size => tensor.Number(1, size));
        return tensor.Number(2, type).Text(8, name).Bytes(9, content);
    }

    private static ProtoWriter Value(string name, int type)
    {
        var shape = new ProtoWriter().Message(1, new ProtoWriter().Number(1, 1)).Message(1, new ProtoWriter().Text(2, "width_" + name));
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, type).Message(2, shape)));
    }
}
