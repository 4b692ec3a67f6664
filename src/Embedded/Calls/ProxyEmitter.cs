using System.Reflection;
using System.Reflection.Emit;

namespace Orleans.Embedded;

/// <summary>Makes a proxy class for a grain interface, and a request class with typed fields for each of its methods.</summary>
internal sealed class ProxyEmitter
{
    public const string AssemblyName = "Orleans.Embedded.Proxies";

    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const MethodAttributes Override =
        MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.Final;

    private static readonly ModuleBuilder Module = AssemblyBuilder
        .DefineDynamicAssembly(new AssemblyName(AssemblyName), AssemblyBuilderAccess.Run)
        .DefineDynamicModule(AssemblyName);

    private static readonly ConstructorInfo BaseConstructor = typeof(GrainReference).GetConstructors(Any).Single();

    private readonly GrainInterface owner;
    private readonly TypeBuilder proxy;

    private ProxyEmitter(GrainInterface owner)
    {
        this.owner = owner;
        proxy = Module.DefineType($"Proxy.{owner.Type.FullName}", TypeAttributes.Sealed, typeof(GrainReference), [owner.Type]);
    }

    public static Func<GrainFactory, GrainId, GrainReference> Emit(GrainInterface owner)
    {
        lock (Module)
            return new ProxyEmitter(owner).Emit();
    }

    private Func<GrainFactory, GrainId, GrainReference> Emit()
    {
        var number = 0;
        foreach (var method in owner.Methods)
            EmitMethod(method, EmitRequest(method, number++));

        Type[] arguments = [typeof(GrainInterface), typeof(GrainFactory), typeof(GrainId)];
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, arguments);
        var il = constructor.GetILGenerator();
        Load(il, 4);
        il.Emit(OpCodes.Call, BaseConstructor);
        il.Emit(OpCodes.Ret);

        // The first parameter makes it a closed delegate: the interface itself is no field of every reference.
        var create = proxy.DefineMethod("Create", MethodAttributes.Public | MethodAttributes.Static, typeof(GrainReference), arguments);
        il = create.GetILGenerator();
        Load(il, 3);
        il.Emit(OpCodes.Newobj, constructor);
        il.Emit(OpCodes.Ret);
        return proxy.CreateType().GetMethod("Create")!.CreateDelegate<Func<GrainFactory, GrainId, GrainReference>>(owner);
    }

    private ConstructorInfo EmitRequest(MethodInfo method, int number)
    {
        var parameters = method.GetParameters();
        var parent = RequestClass(method.ReturnType);
        var request = Module.DefineType($"Request.{owner.Type.FullName}.{method.Name}.{number}", TypeAttributes.Sealed, parent);
        var info = request.DefineField("Info", typeof(CallInfo), FieldAttributes.Public | FieldAttributes.Static);
        var fields = Array.ConvertAll(
            parameters, p => request.DefineField(p.Name ?? $"p{p.Position}", p.ParameterType, FieldAttributes.Public));

        var constructor = request.DefineConstructor(
            MethodAttributes.Public, CallingConventions.HasThis, Array.ConvertAll(parameters, p => p.ParameterType));
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldsfld, info);
        il.Emit(OpCodes.Call, parent.GetConstructors(Any).Single());
        for (var i = 0; i < fields.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg, (short)(i + 1));
            il.Emit(OpCodes.Stfld, fields[i]);
        }

        il.Emit(OpCodes.Ret);
        EmitCall(request, parent, method, fields);
        if (Array.Find(fields, f => f.FieldType == typeof(CancellationToken)) is { } token)
            EmitToken(request, token);

        var type = request.CreateType();
        type.GetField("Info")!.SetValue(null, new CallInfo(owner, method));
        return type.GetConstructors().Single();
    }

    /// <summary>Call(grain) => ((IOwner)grain).Method(fields), as a task or as the stream that it is.</summary>
    private void EmitCall(TypeBuilder request, Type parent, MethodInfo method, FieldBuilder[] fields)
    {
        var call = parent.GetMethod("Call", Any)!;
        var il = request.DefineMethod("Call", Override, call.ReturnType, [typeof(object)]).GetILGenerator();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var field in fields)
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, field);
        }

        il.Emit(OpCodes.Callvirt, method);
        if (method.ReturnType.IsValueType)
        {
            var valueTask = il.DeclareLocal(method.ReturnType);
            il.Emit(OpCodes.Stloc, valueTask);
            il.Emit(OpCodes.Ldloca, valueTask);
            il.Emit(OpCodes.Call, method.ReturnType.GetMethod(nameof(ValueTask.AsTask))!);
        }

        il.Emit(OpCodes.Ret);
    }

    private static void EmitToken(TypeBuilder request, FieldBuilder token)
    {
        var il = request.DefineMethod("get_Token", Override, typeof(CancellationToken), []).GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, token);
        il.Emit(OpCodes.Ret);
        il = request.DefineMethod("set_Token", Override, null, [typeof(CancellationToken)]).GetILGenerator();
        Load(il, 2);
        il.Emit(OpCodes.Stfld, token);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>Method(arguments) => Ask(new Request(arguments)).</summary>
    private void EmitMethod(MethodInfo method, ConstructorInfo request)
    {
        var parameters = Array.ConvertAll(method.GetParameters(), p => p.ParameterType);
        var body = proxy.DefineMethod($"{method.DeclaringType!.FullName}.{method.Name}", Override, method.ReturnType, parameters);
        var il = body.GetILGenerator();
        Load(il, parameters.Length + 1);
        il.Emit(OpCodes.Newobj, request);
        var send = SendMethod(method, request.DeclaringType!);
        il.Emit(OpCodes.Call, send);
        if (method.ReturnType.IsValueType)
        {
            var task = method.ReturnType.IsGenericType ? send.ReturnType : typeof(Task);
            il.Emit(OpCodes.Newobj, method.ReturnType.GetConstructor([task])!);
        }

        il.Emit(OpCodes.Ret);
        proxy.DefineMethodOverride(body, method);
    }

    private static MethodInfo SendMethod(MethodInfo method, Type request)
    {
        if (method.IsDefined(typeof(Concurrency.OneWayAttribute)))
            return typeof(GrainReference).GetMethod(nameof(GrainReference.Tell), Any)!;

        var parent = request.BaseType!;
        var isStream = parent.GetGenericTypeDefinition() == typeof(StreamRequest<>);
        return typeof(GrainReference).GetMethod(isStream ? nameof(GrainReference.Enumerate) : nameof(GrainReference.Ask), Any)!
            .MakeGenericMethod(parent.GetGenericArguments());
    }

    private static Type RequestClass(Type result)
    {
        if (result == typeof(Task) || result == typeof(ValueTask))
            return typeof(TaskRequest<Done>);

        var definition = result.IsGenericType ? result.GetGenericTypeDefinition() : null;
        return definition == typeof(Task<>) || definition == typeof(ValueTask<>)
            ? typeof(TaskRequest<>).MakeGenericType(result.GetGenericArguments())
            : definition == typeof(IAsyncEnumerable<>)
                ? typeof(StreamRequest<>).MakeGenericType(result.GetGenericArguments())
                : throw new NotSupportedException($"A grain method cannot return {result}.");
    }

    private static void Load(ILGenerator il, int count)
    {
        for (var i = 0; i < count; i++)
            il.Emit(OpCodes.Ldarg, (short)i);
    }
}
